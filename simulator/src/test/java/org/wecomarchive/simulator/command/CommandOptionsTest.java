package org.wecomarchive.simulator.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.simulator.fault.FaultPlan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CommandOptionsTest {

    @Test
    void hasADefaultForEverything() {
        Options options = options();

        assertThat(options)
                .isEqualTo(new Options(
                        Path.of("wecom-simulator").toAbsolutePath(),
                        "wwsimulated0000001",
                        Optional.empty(),
                        7,
                        20_000,
                        2,
                        0,
                        Duration.ofDays(5),
                        FaultPlan.none()));
    }

    @Test
    void takesBothForms() {
        Options options = options(
                "--dir=/tmp/x",
                "--records",
                "5",
                "--rate=0",
                "--seed=-3",
                "--corp",
                "ww1",
                "--port=4711",
                "--retention=30",
                "--faults=code=10001@5..8,hang@every:9");

        assertThat(options)
                .isEqualTo(new Options(
                        Path.of("/tmp/x"),
                        "ww1",
                        Optional.empty(),
                        -3,
                        5,
                        0,
                        4711,
                        Duration.ofDays(30),
                        FaultPlan.parse("code=10001@5..8,hang@every:9")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--color=red         | --color",
                "--records           | --records",
                "--records=-1        | --records",
                "--records=many      | --records",
                "--rate=-1           | --rate",
                "--rate=10001        | --rate",
                "--port=65536        | --port",
                "--retention=0       | --retention",
                "--corp=a/b          | --corp",
                "--seed=1 --seed=2   | --seed",
                "--faults=code=1     | --faults",
                "--secret-file=/nope | --secret-file",
            })
    void namesTheOptionThatIsWrong(String arguments, String option) {
        assertThatThrownBy(() -> options(arguments.split(" ")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(option);
    }

    private static Options options(String... arguments) {
        Program program = new Program();
        new CommandLine(program).parseArgs(arguments);
        return program.options.checked();
    }

    @Command
    private static final class Program {
        @Mixin
        private CommandOptions options;
    }
}
