package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretFilesTest {

    private static final String JAAS = "kafka.sasl.jaas.config";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.ssl.keystore.location",
                "schema.registry.ssl.keystore.location",
                "ssl.keystore.location",
                "catalog.kerberos.keytab",
                "kafka.sasl.oauthbearer.assertion.private.key.file"
            })
    void refusesFilesThatEveryAccountCanRead(String key) throws IOException {
        String open = file("open", "rw-r--r--").toString();

        assertThat(SecretFiles.refusals(Map.of(key, open)))
                .containsOnlyKeys(key)
                .extractingByKey(key)
                .asString()
                .startsWith(key + " names ")
                .contains(open, "rw-r--r--", "chmod o-rwx");
    }

    @Test
    void acceptsPrivateFilesAbsentOnesAndThoseThatAreNoSecret() throws IOException {
        Map<String, String> settings = Map.of(
                "kafka.ssl.keystore.location", file("owner", "rw-------").toString(),
                "catalog.kerberos.keytab", file("group", "r--r-----").toString(),
                "schema.registry.ssl.keystore.location", "/nowhere/at/all",
                "kafka.ssl.truststore.location", file("trust", "rw-r--r--").toString());

        assertThat(SecretFiles.refusals(settings)).isEmpty();
    }

    @Test
    void refusesFilesThatAReferenceReads() throws IOException {
        Path open = file("open", "rw-r--r--");
        file("private", "rw-------");

        assertThat(SecretFiles.refusalsOfReferences(Map.of(
                        "a", "x ${file:" + open + ":key}",
                        "b", "${directory:" + directory + ":open}",
                        "c", "${directory:" + directory + ":private}",
                        "d", "${env:open}")))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void refusesAnOpenFileOfSettingsThatHoldsASecretItself() throws IOException {
        Path open = file("open.properties", "rw-r--r--");

        assertThat(SecretFiles.refusalOfFile(open, Map.of(JAAS, "a.Module required password=\"s3cret\";")))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains(JAAS, open.toString()).doesNotContain("s3cret"));
        assertThat(SecretFiles.refusalOfFile(open, Map.of(JAAS, "a.Module required password=\"${file:/p:k}\";")))
                .isEmpty();
        assertThat(SecretFiles.refusalOfFile(open, Map.of("keys.password.file", "/p")))
                .isEmpty();
        assertThat(SecretFiles.refusalOfFile(file("own.properties", "rw-r-----"), Map.of(JAAS, "x")))
                .isEmpty();
    }

    private Path file(String name, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "secret");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
