package org.wecomarchive.simulator.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A C program that calls the library, built against an installed copy of it. */
final class AbiCheck {

    private static final Path HEADERS = Path.of("src/main/native");
    private static final Path SOURCE = Path.of("src/test/native/abi_check.c");

    private final Path dir;
    private final Path program;

    private AbiCheck(Path dir, Path program) {
        this.dir = dir;
        this.program = program;
    }

    /**
     * How a run ended.
     *
     * @param exitCode 134 for SIGABRT
     */
    record Result(int exitCode, byte[] output, String errors) {

        Result {
            output = output.clone();
        }

        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    static AbiCheck build(Path library, Path dir) throws IOException, InterruptedException {
        Path program = dir.resolve("abi_check");
        List<String> command = List.of(
                "cc",
                "-std=gnu11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-pthread",
                "-I" + HEADERS,
                "-o",
                program.toString(),
                SOURCE.toString(),
                library.toString());
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(messages).isZero();
        return new AbiCheck(dir, program);
    }

    Result run(String check, String... lines) throws IOException, InterruptedException {
        Path input = Files.createTempFile(dir, check, ".in");
        Path output = Files.createTempFile(dir, check, ".out");
        Path errors = Files.createTempFile(dir, check, ".err");
        Files.write(input, List.of(lines));
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-c", "ulimit -c 0; exec \"$0\" \"$1\"", program.toString(), check)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().remove("WECOM_SIMULATOR");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("%s ends", check)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readAllBytes(output), Files.readString(errors));
    }
}
