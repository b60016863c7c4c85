package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.ledger.Guarantee;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** What only a person can mend stops one corp and no other. */
@Timeout(600)
@ExtendWith(SharedServers.class)
class OperatorErrorIT {

    private static final String REFUSED = "wwrefused000000001";
    private static final String OTHER = "wwother00000000001";
    private static final int ADDRESS_NOT_TRUSTED = 301042;
    private static final long RECORDS = 1_500;
    private static final double PULLING = 1;
    private static final double WAITING_FOR_A_PERSON = 3;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    @Test
    void pausesAndProbesForTheRefusedCorpAlone(RegistryServer registry) throws Exception {
        try (ScenarioStage stage = ScenarioStage.raise(
                        dir,
                        registry,
                        ScenarioStage.catalog(),
                        ScenarioStage.tenant(REFUSED, RECORDS),
                        ScenarioStage.tenant(OTHER, RECORDS));
                ConnectWorker worker = ConnectWorker.start(stage.kafka().bootstrapServers());
                LedgerWatch ledger = new LedgerWatch(stage)) {
            stage.startDecryptor();
            worker.putConnector(REFUSED, connector(stage, REFUSED));
            worker.putConnector(OTHER, connector(stage, OTHER));
            ledger.untilFetched(REFUSED, RECORDS / 4);

            stage.server().conditions(REFUSED).answerWithErrcode(ADDRESS_NOT_TRUSTED);
            requireProbes(new TaskMetrics(REFUSED));
            Ledger meanwhile = requireComplete(ledger, OTHER);

            assertThat(meanwhile.raw().size(REFUSED)).isLessThan(RECORDS);
            assertThat(new TaskMetrics(OTHER).value("wecom_state")).isEqualTo(PULLING);
            assertThat(new TaskMetrics(OTHER).value("wecom_failure_code")).isZero();
            assertThat(new TaskMetrics(OTHER).pagesWithErrcode(ADDRESS_NOT_TRUSTED))
                    .isZero();
            assertThat(worker.status(REFUSED).running()).isTrue();

            stage.server().conditions(REFUSED).answerWithErrcode(0);
            ledger.verify(Guarantee.values());

            assertThat(new TaskMetrics(REFUSED).value("wecom_state")).isEqualTo(PULLING);
            assertThat(new TaskMetrics(REFUSED).value("wecom_failure_code")).isZero();
            stage.lookForLeaksAt(worker);
        }
    }

    private static Map<String, String> connector(ScenarioStage stage, String corpId) {
        Map<String, String> config = stage.connector(corpId);
        config.put("page.limit", "50");
        config.put("operator.probe.ms", "1000");
        return config;
    }

    /** The metrics say what is wrong, and the corp is asked for again and again. */
    private static void requireProbes(TaskMetrics metrics) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(metrics.value("wecom_state")).isEqualTo(WAITING_FOR_A_PERSON);
            assertThat(metrics.value("wecom_failure_code")).isEqualTo(ADDRESS_NOT_TRUSTED);
            assertThat(metrics.pagesWithErrcode(ADDRESS_NOT_TRUSTED)).isGreaterThanOrEqualTo(3);
        });
    }

    private static Ledger requireComplete(LedgerWatch ledger, String corpId) {
        return ledger.once(
                "all of " + corpId,
                now -> now.raw().size(corpId) == RECORDS && now.withoutOutcome().size(corpId) == 0);
    }
}
