package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What module registry-client promises; its own build has no code that could test it. */
final class RegistryClientJarTest {

    @Test
    void isConfluentsClientUnderItsOwnNames() {
        Package client = CachedSchemaRegistryClient.class.getPackage();

        assertThat(client.getName()).isEqualTo("io.confluent.kafka.schemaregistry.client");
        assertThat(client.getImplementationTitle()).isEqualTo("kafka-schema-registry-client");
        assertThat(client.getImplementationVersion()).isEqualTo("7.5.3");
    }

    @Test
    void loadsEveryCredentialProviderItNames() {
        assertThat(ServiceLoader.load(BasicAuthCredentialProvider.class))
                .extracting(BasicAuthCredentialProvider::alias)
                .containsExactlyInAnyOrder("USER_INFO", "URL", "SASL_INHERIT");
        assertThat(ServiceLoader.load(BearerAuthCredentialProvider.class))
                .extracting(BearerAuthCredentialProvider::alias)
                .containsExactlyInAnyOrder("STATIC_TOKEN", "CUSTOM");
    }

    @Test
    void bringsLicenceAndNotice() throws Exception {
        URL location = CachedSchemaRegistryClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();

        try (JarFile jar = new JarFile(Path.of(location.toURI()).toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
            assertThat(text(jar, "META-INF/NOTICE")).contains("kafka-schema-registry-client:7.5.3");
        }
    }

    private static String text(JarFile jar, String entry) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getEntry(entry))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
