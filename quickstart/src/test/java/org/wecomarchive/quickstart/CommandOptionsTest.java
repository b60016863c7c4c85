package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.quickstart.faults.EveryFault;
import org.wecomarchive.quickstart.pipeline.Store;
import org.wecomarchive.quickstart.report.Messages;
import org.wecomarchive.quickstart.tenant.RealTenant;
import org.wecomarchive.simulator.fault.FaultPlan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class CommandOptionsTest {

    @Test
    void hasADefaultForEverything() {
        assertThat(options())
                .isEqualTo(new Options(
                        20_000,
                        OptionalLong.empty(),
                        2,
                        Options.Ending.STAY,
                        Optional.empty(),
                        Optional.empty(),
                        Messages.SHOWN,
                        Optional.empty(),
                        EnumSet.allOf(Store.class)));
    }

    @Test
    void takesValuesAfterABlankOrAnEqualsSign() {
        String[] words = {"--records", "5", "--seed=-3", "--rate=0.5", "--exit", "--dir", "/a/../b"};

        assertThat(options(words))
                .isEqualTo(new Options(
                        5,
                        OptionalLong.of(-3),
                        0.5,
                        Options.Ending.EXIT,
                        Optional.of(Path.of("/b")),
                        Optional.empty(),
                        Messages.SHOWN,
                        Optional.empty(),
                        EnumSet.allOf(Store.class)));
    }

    @Test
    void hidesTheMessagesOfARealTenantUnlessAsked() {
        String[] words = {"--library", "/", "--corp", "ww1", "--secret-file", "/", "--keys-dir", "/"};

        Options options = options(words);

        assertThat(options.messages()).isEqualTo(Messages.HIDDEN);
        assertThat(options.realTenant()).contains(new RealTenant(Path.of("/"), "ww1", Path.of("/"), Path.of("/"), ""));
    }

    @Test
    void letsEverythingGoWrongOrWhatAPlanSays() {
        Options everything = options("--faults", "--records", "5");
        Options some = options("--faults=code=10001@2,abort@4");

        assertThat(everything.faults()).contains(EveryFault.plan());
        assertThat(some.faults()).contains(FaultPlan.parse("code=10001@2,abort@4"));
    }

    @Test
    void leavesOutTheStoresThatAreNotWanted() {
        assertThat(options("--no-search").stores()).containsExactly(Store.COLD);
        assertThat(options("--no-search", "--no-cold").stores()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --recods 5              | --recods
                    stray                   | stray
                    --records               | --records
                    --records many          | --records
                    --records -1            | --records
                    --records 1 --records 2 | --records
                    --seed 1.5              | --seed
                    --rate 0                | --rate
                    --rate fast             | --rate
                    --corp ww1              | --library
                    --proxy http://p:1      | --library
                    --faults=               | --faults
                    --faults=storm@always   | storm@always
                    --faults=rewritten@3    | rewritten@3
                    --faults=code=10000@3   | code=10000@3
                    --faults=oversized=6MiB@3 | oversized=6144KiB@3
                    --faults --faults=abort@2 --library / --corp a --secret-file / --keys-dir / | --faults
                    --library /no --corp a --secret-file / --keys-dir / | --library
                    --library / --corp a --secret-file / --keys-dir / --records 3 | --records
                    """)
    void namesTheOptionThatIsWrong(String line, String name) {
        assertThatThrownBy(() -> options(line.split(" ", -1)))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(name);
    }

    private static Options options(String... arguments) {
        WithOptions program = new WithOptions();
        new CommandLine(program).parseArgs(arguments);
        return program.options.checked();
    }

    @Command
    private static final class WithOptions {
        @Mixin
        private CommandOptions options;
    }
}
