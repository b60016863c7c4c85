package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.ledger.Guarantee;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.ledger.SeqSet;

/**
 * A story about guarantees: {@code Scenario.produce(10_000).in(dir).when(HALF, KILL_WORKER).verify(NO_LOSS, …)}.
 *
 * <p>Records flow, what was ordered goes wrong at its moment, every record gets an outcome, and then the guarantees are
 * checked and every event is compared with what the tenant meant.
 */
final class Scenario {

    private static final Duration READ_AT_MOST = Duration.ofSeconds(60);
    private static final long END_SECONDS = 240;

    private final long records;
    private final List<Step> steps = new ArrayList<>();
    private Path dir = Path.of("unset");
    private int nodes = 1;

    private record Step(Moment moment, Disturbance disturbance) {}

    private Scenario(long records) {
        this.records = records;
    }

    static Scenario produce(long records) {
        return new Scenario(records);
    }

    Scenario in(Path directory) {
        dir = directory;
        return this;
    }

    Scenario on(int kafkaNodes) {
        nodes = kafkaNodes;
        return this;
    }

    /** In the order of their moments. */
    Scenario when(Moment moment, Disturbance disturbance) {
        steps.add(new Step(moment, disturbance));
        return this;
    }

    /** Plays the scenario and checks. */
    void verify(Guarantee... guarantees) throws Exception {
        try (ScenarioStage stage = ScenarioStage.raise(dir, records, nodes);
                LedgerReader reader = new LedgerReader(
                        Map.of("bootstrap.servers", stage.kafka().bootstrapServers()),
                        new Topics(Topics.DEFAULT_PREFIX))) {
            stage.start();
            for (Step step : steps) {
                awaitFetched(reader, step.moment().of(records));
                step.disturbance().strike(stage);
            }
            Ledger ledger = awaitOutcomes(reader);
            SeqSet source = source(stage);
            for (Guarantee guarantee : guarantees) {
                assertThat(guarantee.violations(ledger, source))
                        .as(guarantee.name())
                        .isEmpty();
            }
            new Meaning(stage).verify(ledger);
        }
    }

    private SeqSet source(ScenarioStage stage) {
        SeqSet source = new SeqSet();
        for (long index = 0; index < records; index++) {
            source.add(stage.corpId(), stage.tenant().seqOf(index));
        }
        return source;
    }

    /** Fails if all is over already: then nothing would be disturbed. */
    private void awaitFetched(LedgerReader reader, long wanted) throws Exception {
        await().atMost(END_SECONDS, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> reader.read(READ_AT_MOST).raw().size() >= wanted);
        assertThat(reader.read(READ_AT_MOST).raw().size())
                .as("fetched before the disturbance")
                .isLessThan(records);
    }

    private Ledger awaitOutcomes(LedgerReader reader) {
        return await().atMost(END_SECONDS, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> reader.read(READ_AT_MOST),
                        ledger -> ledger.raw().size() >= records
                                && ledger.balance().withoutOutcome() == 0);
    }
}
