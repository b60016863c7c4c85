package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands in {@code bin} ask of a machine before they do anything. */
@Timeout(120)
class CommandScriptsIT {

    private static final Path SCRIPT =
            Path.of("..", "bin", "lib", "build.sh").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    private record Ended(int exitCode, String output) {}

    @Test
    void runOnThisMachine() throws Exception {
        assertThat(run("require_memory 1 'a run'; require_disk \"$PWD/to/be/made\" 1 'a run'"))
                .isEqualTo(new Ended(0, ""));
    }

    @Test
    void wantLinux() throws Exception {
        program("bin/uname", "echo Darwin");

        assertThat(run("true"))
                .isEqualTo(new Ended(2, "This is Darwin: Linux is needed, as WeCom's library is made for it.\n"));
    }

    @Test
    void wantGlibc() throws Exception {
        program("bin/getconf", "exit 1");

        Ended ended = run("true");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).startsWith("This Linux has no glibc").hasLineCount(1);
    }

    @Test
    void wantMemoryAndDisk() throws Exception {
        assertThat(run("require_memory 99999999 'a run'").output())
                .matches("\\d+ MiB of memory are free: a run needs 99999999 MiB.\n");
        assertThat(run("require_disk /tmp/to/be/made 999999999 'a run'").output())
                .matches("\\d+ MiB are free on the disk of /tmp: a run needs 999999999 MiB.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "17, ''",
        "22, --enable-native-access=ALL-UNNAMED",
        "25, --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    })
    void tellJavaWhatItsVersionKnows(String version, String flags) throws Exception {
        java(version);

        assertThat(run("find_java; echo \"${java_flags[*]}\"")).isEqualTo(new Ended(0, flags + "\n"));
    }

    @Test
    void wantJava17() throws Exception {
        java("11");

        Ended ended = run("find_java");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).endsWith("is Java 11: a JDK 17 or newer is needed.\n");
    }

    private void java(String version) throws IOException {
        program("jdk/bin/java", "echo '    java.specification.version = " + version + "' >&2");
    }

    private void program(String name, String line) throws IOException {
        Path file = temporary.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Ended run(String lines) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "set -euo pipefail; . '" + SCRIPT + "'\n" + lines);
        builder.environment().merge("PATH", temporary.resolve("bin").toString(), (path, ours) -> ours + ":" + path);
        builder.environment().put("JAVA_HOME", temporary.resolve("jdk").toString());
        Process process =
                builder.directory(temporary.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
