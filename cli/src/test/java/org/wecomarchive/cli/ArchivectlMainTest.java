package org.wecomarchive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivectlMainTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsWhatItCanDo() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("release", "skip", "commands", "schemas", "--config");
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

        assertThat(run("commands", "--config", broken.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("kafka.sasl.jaas.config").doesNotContain("TOPSECRET");
    }

    private int run(String... arguments) {
        return ArchivectlMain.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
