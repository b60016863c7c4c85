package org.wecomarchive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchivectlMainTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsWhatItCanDo() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("release", "skip", "commands", "topics", "acls", "schemas", "--config");
    }

    @Test
    void refusesArgumentsThatDoNotFit() {
        assertThat(run("release", "--reason", "boredom")).isEqualTo(2);
        assertThat(err.toString()).contains("--reason is one of");
        assertThat(run("release", "--reason", "native-crash", "--seq", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--seq needs --corp");
        assertThat(run("skip", "--connector", "c", "--corp", "ww1", "--through", "5"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--why");
        assertThat(run("redrive")).isEqualTo(2);
    }

    @Test
    void documentsTheExitCodesOfComparisons() {
        for (String[] command : new String[][] {
            {"topics", "diff"},
            {"topics", "apply"},
            {"acls", "diff"},
            {"acls", "apply"},
            {"schemas", "check"},
            {"schemas", "register"}
        }) {
            assertThat(run(command[0], command[1], "--help")).isZero();
            assertThat(out.toString()).contains("Exit codes:", "--json", "--prefix");
            out.getBuffer().setLength(0);
        }
    }

    /** Before a broker is asked. */
    @Test
    void refusesArgumentsAndFilesOfASiteThatDoNotFit() throws IOException {
        String settings = Files.writeString(
                        directory.resolve("site.properties"),
                        "kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=http://127.0.0.1:1\n")
                .toString();
        String deployed = "../deploy/topics.yaml";
        String rights = "../deploy/acls.yaml";
        Path misspelt = Files.writeString(
                directory.resolve("misspelt.yaml"), "replicationFactor: 3\nconfig: {}\ntopics: []\ntopic: []\n");

        assertThat(run("topics", "apply", "--config", settings, "--file", "absent.yaml"))
                .isEqualTo(2);
        assertThat(run("topics", "apply", "--config", settings, "--file", misspelt.toString()))
                .isEqualTo(2);
        assertThat(run("topics", "diff", "--config", settings, "--file", deployed, "--partitions", "event=3"))
                .isEqualTo(2);
        assertThat(run("topics", "diff", "--config", settings, "--file", deployed, "--replication-factor", "0"))
                .isEqualTo(2);
        assertThat(run("topics", "diff", "--config", settings, "--file", deployed, "--prefix", "a..b"))
                .isEqualTo(2);
        assertThat(run("acls", "apply", "--config", settings, "--file", rights)).isEqualTo(2);
        assertThat(run("acls", "apply", "--config", settings, "--file", rights, "--principal", "ingestor=User:i"))
                .isEqualTo(2);
        assertThat(run("acls", "apply", "--config", settings, "--file", rights, "--principal", "king=User:k"))
                .isEqualTo(2);
        assertThat(run("acls", "apply", "--config", settings, "--file", rights, "--principal", "operator=User:*"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("absent.yaml is not there")
                .contains("misspelt.yaml, line 4: there is no field topic; known are")
                .contains("the file has no topic event, the nearest is events.v1")
                .contains("--replication-factor is at least 1")
                .contains("--prefix: not a topic prefix: a..b")
                .contains("roles are connect-worker, decryptor, ingestor, operator")
                .contains("role ingestor of User:i needs a value for [connect.group, connect.offset.topic, connector]")
                .contains("no role king in the catalog")
                .contains("never for User:*");
    }

    @Test
    void refusesSettingsThatDoNotFit() throws IOException {
        Path outside = Files.writeString(
                directory.resolve("outside.properties"),
                """
                kafka.bootstrap.servers=127.0.0.1:1
                schema.registry.url=http://127.0.0.1:1
                connect.url=https://203.0.113.9:8083
                """);

        assertThat(run("commands", "--config", directory.resolve("absent").toString()))
                .isEqualTo(2);
        assertThat(run("commands", "--config", outside.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("connect.url", "network.allowed.hosts");
    }

    @ParameterizedTest
    @CsvSource({
        "conect.url=http://127.0.0.1:1, 'conect.url is not a setting of archivectl, the nearest is connect.url'",
        "keys.dir=/keys, keys.dir is not a setting of archivectl",
        "kafka.secuity.protocol=SSL, the nearest is security.protocol",
        "schema.registry.ssl.trustore.location=/t, the nearest is schema.registry.ssl.truststore.location",
        "topic.prefix=${env:NOT_SET_ANYWHERE}, topic.prefix",
        "connect.url=http://user:s3cret@127.0.0.1:1, connect.url must hold no user and no password",
        "connect.username=operator, connect.username and connect.password go together"
    })
    void refusesWhatWouldBePassedOver(String line, String sentence) throws IOException {
        Path file = Files.writeString(
                directory.resolve("one.properties"),
                "kafka.bootstrap.servers=127.0.0.1:1\nschema.registry.url=http://127.0.0.1:1\n" + line + "\n");

        assertThat(run("commands", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(sentence).doesNotContain("s3cret");
    }

    @Test
    void refusesAFileWithAPasswordThatEverybodyCanRead() throws IOException {
        Path file = Files.writeString(
                directory.resolve("open.properties"),
                """
                kafka.bootstrap.servers=127.0.0.1:1
                schema.registry.url=http://127.0.0.1:1
                connect.username=operator
                connect.password=s3cret
                """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("commands", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("connect.password", "chmod").doesNotContain("s3cret");
    }

    /** No name service has this domain (RFC 6761). */
    @Test
    void aNameThatDoesNotResolveIsNoWrongSetting() throws IOException {
        Path brokers = Files.writeString(
                directory.resolve("brokers.properties"),
                """
                kafka.bootstrap.servers=kafka-0.nowhere.svc:9092
                schema.registry.url=http://127.0.0.1:1
                """);
        Path registry = Files.writeString(
                directory.resolve("registry.properties"),
                """
                kafka.bootstrap.servers=127.0.0.1:1
                schema.registry.url=http://registry.invalid:8081
                """);

        assertThat(run("commands", "--config", brokers.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("kafka-0.nowhere.svc");
        assertThat(run("commands", "--config", registry.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("registry.invalid", "cannot be looked up");
    }

    @Test
    void refusesAJaasSettingWithoutQuotingIt() throws IOException {
        Path broken = Files.writeString(
                directory.resolve("broken.properties"),
                """
                kafka.bootstrap.servers=127.0.0.1:1
                kafka.sasl.jaas.config=a.Module required password="abc"TOPSECRET";
                schema.registry.url=http://127.0.0.1:1
                """);
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rw-------"));

        assertThat(run("commands", "--config", broken.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("kafka.sasl.jaas.config is not in the form that JAAS asks for")
                .doesNotContain("TOPSECRET");
    }

    private int run(String... arguments) {
        return ArchivectlMain.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
