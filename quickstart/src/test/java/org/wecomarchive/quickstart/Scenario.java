package org.wecomarchive.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wecomarchive.testkit.ledger.Guarantee;

/**
 * A story about guarantees: {@code Scenario.produce(10_000).in(dir).when(HALF, KILL_WORKER).verify(NO_LOSS, …)}.
 *
 * <p>Records flow, what was ordered goes wrong at its moment, every record gets an outcome, and then the guarantees are
 * checked and every event is compared with what the tenant meant.
 */
final class Scenario {

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
                LedgerWatch ledger = new LedgerWatch(stage)) {
            // The last disturbance has to strike before the last page, however long the ones before it took.
            stage.server().conditions(stage.corpId()).delayAnswersBy(Duration.ofMillis(300));
            stage.start();
            for (Step step : steps) {
                ledger.untilFetched(stage.corpId(), step.moment().of(records));
                step.disturbance().strike(stage);
            }
            new Meaning(stage).verify(ledger.verify(guarantees));
        }
    }
}
