package org.wecomarchive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.benchmarks.BenchmarksMain.Benchmark;

final class BenchmarkNamesTest {

    private static final Path CHECKOUT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("bin/benchmark ([a-z]+(?:-[a-z]+)*)");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "benchmarks/README.md", "docs/scaling.md"})
    void pagesNameOnlyWhatTheCommandTakes(String page) throws IOException {
        String text = Files.readString(CHECKOUT.resolve(page), StandardCharsets.UTF_8);

        assertThat(CHECKOUT.resolve("bin/benchmark")).isExecutable();
        assertThat(COMMAND.matcher(text).results().map(command -> command.group(1)))
                .isSubsetOf(Arrays.stream(Benchmark.values())
                        .map(name -> name.toString().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
