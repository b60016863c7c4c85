package org.wecomarchive.quickstart.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ScratchDirectoryIT {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void isRemovedWhenTheProgramIsInterrupted(String signal) throws Exception {
        Process program = new ProcessBuilder(
                        // A build in the background hands down ignored signals.
                        "env",
                        "--default-signal=" + signal,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            Path scratch = Path.of(output.readLine());
            assertThat(scratch).startsWith(temporary).isNotEmptyDirectory();

            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            program.waitFor();

            assertThat(left()).isEmpty();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void isRemovedWhenItIsClosed() throws IOException {
        ScratchDirectory scratch = ScratchDirectory.create("wecom-sql-");
        Files.writeString(
                Files.createDirectories(scratch.path().resolve("events")).resolve("rows.parquet"), "rows");

        scratch.close();
        scratch.close();

        assertThat(scratch.path()).doesNotExist();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("wecom-sql-"))
                    .toList();
        }
    }

    /** Goes on writing until it is ended, as a query does. */
    static final class Program {

        private Program() {}

        public static void main(String[] none) throws Exception {
            ScratchDirectory scratch = ScratchDirectory.create("wecom-sql-");
            Path events = Files.createDirectories(scratch.path().resolve("events"));
            Files.writeString(events.resolve("rows.parquet"), "rows");
            System.out.println(scratch.path());
            new CountDownLatch(1).await();
        }
    }
}
