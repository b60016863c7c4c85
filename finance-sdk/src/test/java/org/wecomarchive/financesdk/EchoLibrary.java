package org.wecomarchive.financesdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compiles {@code src/test/c/echo_sdk.c}; tests that need it are skipped, with a line that says so, where there is no compiler. */
public final class EchoLibrary {

    private static final Path SOURCE = Path.of("src/test/c/echo_sdk.c").toAbsolutePath();

    private static final String NAME = "libWeWorkFinanceSdk_C.so";

    private EchoLibrary() {}

    /** The library of {@code directory}, compiled by the first test that asks. */
    public static Path compiled(Path directory) throws IOException, InterruptedException {
        Path library = directory.resolve(NAME);
        return Files.exists(library) ? library : compile(directory);
    }

    public static Path compile(Path directory, String... flags) throws IOException, InterruptedException {
        assumeTrue(compilerExists(), "SKIPPED: there is no C compiler (cc), so the native binding is not tested");
        Path library = directory.resolve(NAME);
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-fPIC", "-shared", "-Wall", "-Wextra"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-o", library.toString(), SOURCE.toString()));
        Path output = directory.resolve("cc.txt");
        Process compiler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(compiler.exitValue()).as(Files.readString(output)).isZero();
        return library;
    }

    private static boolean compilerExists() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "cc")));
    }
}
