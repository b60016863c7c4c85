package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.quickstart.faults.EveryFault;
import org.wecomarchive.quickstart.stores.Store;
import org.wecomarchive.simulator.fault.FaultPlan;

class OptionParserTest {

    @Test
    void hasADefaultForEverything() throws UsageException {
        assertThat(OptionParser.parse(List.of()))
                .contains(new Options(
                        20_000,
                        OptionalLong.empty(),
                        2,
                        Options.Ending.STAY,
                        Optional.empty(),
                        Optional.empty(),
                        Options.Messages.SHOWN,
                        Optional.empty(),
                        EnumSet.allOf(Store.class)));
    }

    @Test
    void takesValuesAfterABlankOrAnEqualsSign() throws UsageException {
        List<String> words = List.of("--records", "5", "--seed=-3", "--rate=0.5", "--exit", "--dir", "/a/../b");

        assertThat(OptionParser.parse(words))
                .contains(new Options(
                        5,
                        OptionalLong.of(-3),
                        0.5,
                        Options.Ending.EXIT,
                        Optional.of(Path.of("/b")),
                        Optional.empty(),
                        Options.Messages.SHOWN,
                        Optional.empty(),
                        EnumSet.allOf(Store.class)));
    }

    @Test
    void hidesTheMessagesOfARealTenantUnlessAsked() throws UsageException {
        List<String> words = List.of("--library", "/", "--corp", "ww1", "--secret-file", "/", "--keys-dir", "/");

        Options options = OptionParser.parse(words).orElseThrow();

        assertThat(options.messages()).isEqualTo(Options.Messages.HIDDEN);
        assertThat(options.realTenant())
                .contains(new Options.RealTenant(Path.of("/"), "ww1", Path.of("/"), Path.of("/"), ""));
    }

    @Test
    void letsEverythingGoWrongOrWhatAPlanSays() throws UsageException {
        Options everything =
                OptionParser.parse(List.of("--faults", "--records", "5")).orElseThrow();
        Options some =
                OptionParser.parse(List.of("--faults=code=10001@2,abort@4")).orElseThrow();

        assertThat(everything.faults()).contains(EveryFault.plan());
        assertThat(some.faults()).contains(FaultPlan.parse("code=10001@2,abort@4"));
    }

    @Test
    void leavesOutTheStoresThatAreNotWanted() throws UsageException {
        assertThat(OptionParser.parse(List.of("--no-search")).orElseThrow().stores())
                .containsExactly(Store.COLD);
        assertThat(OptionParser.parse(List.of("--no-search", "--no-cold"))
                        .orElseThrow()
                        .stores())
                .isEmpty();
    }

    @Test
    void asksForHelpWhateverElseIsSaid() throws UsageException {
        assertThat(OptionParser.parse(List.of("--records", "many", "--help"))).isEmpty();
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
    void namesTheOptionThatIsWrongInOneSentence(String line, String name) {
        assertThatThrownBy(() -> OptionParser.parse(List.of(line.split(" ", -1))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(name)
                .hasMessageEndingWith(".");
    }
}
