package org.wecomarchive.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.wecomarchive.testkit.ledger.Guarantee;
import org.wecomarchive.testkit.registry.RegistryServer;

/**
 * A story about guarantees: {@code Scenario.produce(4_500, dir, registry).through(STOP_NODE, KILL_WORKER).verify(NO_LOSS, …)}.
 *
 * <p>Three Kafka nodes, two workers and two decryptors. Each disturbance has an equal share of the records to itself and strikes
 * when a quarter of them is fetched; the next share comes when it is over. Then every record gets an outcome, the guarantees
 * are checked and every event is compared with what the tenant meant.
 */
public final class Scenario {

    private final Path dir;
    private final RegistryServer registry;
    private final int records;
    private List<Disturbance> disturbances = List.of();

    private Scenario(Path dir, RegistryServer registry, int records) {
        this.dir = dir;
        this.registry = registry;
        this.records = records;
    }

    /**
     * Says how many records there are to be, about.
     *
     * @param dir for everything that it starts
     */
    public static Scenario produce(int records, Path dir, RegistryServer registry) {
        return new Scenario(dir, registry, records);
    }

    public Scenario through(Disturbance... inThisOrder) {
        disturbances = List.of(inThisOrder);
        return this;
    }

    /**
     * Plays the scenario and checks.
     *
     * @return after how long the others went on, zero where nobody had to take over
     */
    public Map<Disturbance, Duration> verify(Guarantee... guarantees) throws Exception {
        Map<Disturbance, Duration> resumed = new EnumMap<>(Disturbance.class);
        int share = records / disturbances.size();
        try (ScenarioStage stage = ScenarioStage.raise(dir, registry, records);
                LedgerWatch ledger = new LedgerWatch(stage);
                RedundantPipeline pipeline = RedundantPipeline.of(stage, dir)) {
            pipeline.connect();
            for (Disturbance disturbance : disturbances) {
                pipeline.fillUp();
                long before = stage.tenant().size();
                stage.tenant().grow(share);
                ledger.untilFetched(stage.corpId(), before + share / 4);
                resumed.put(disturbance, disturbance.strike(stage, pipeline, ledger));
            }
            new Meaning(stage).verify(ledger.verify(guarantees));
        }
        return resumed;
    }
}
