package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bin/search} and {@code bin/sql} as processes. */
enum StoreCommand {
    SEARCH,
    SQL;

    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    /** The lines that it prints for a directory of the quickstart. */
    List<String> ask(Path dir, String... words) throws IOException, InterruptedException {
        String name = this == SEARCH ? "search" : "sql";
        List<String> command = new ArrayList<>(List.of("bash", BIN.resolve(name).toString(), "--dir", dir.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        QuickstartRun.withoutLocale(builder.environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended: %s", output).isTrue();
        assertThat(process.exitValue()).as("exit code with %s", output).isZero();
        return output.lines().toList();
    }
}
