package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.decryptor.DecryptorFixture.patiently;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** Payloads with codes that say nothing about them, beside another corp on another partition. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class OddPayloadIT {

    private static final String ODD_CORP = "wwaaaaaaaaaaaaaaaa";
    private static final String OTHER_CORP = "wwbbbbbbbbbbbbbbbb";
    private static final int ODD_PARTITION = 2;
    private static final int OTHER_PARTITION = 8;

    private DecryptorFixture fixture;

    @BeforeEach
    void setUp(DecryptorFixture ofThisTest) throws Exception {
        fixture = ofThisTest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void parksOddPayloadsWithoutARollbackOfAnotherCorpsRecords(String streamThreads) throws Exception {
        SimulatedTenant odd = tenant(ODD_CORP, 6, "payload-code=77777@2,payload-code=10011@3,payload-code=10001@5");
        SimulatedTenant other = tenant(OTHER_CORP, 400, "");
        List<SimulatedRecord> others = other.after(0, 400);
        try (SimulatorServer server = SimulatorServer.start(odd);
                Decryptor decryptor = new Decryptor(
                        fixture.config(server.library(), "one", Map.of("stream.threads", streamThreads)))) {
            decryptor.start();
            fixture.publish(OTHER_CORP, OTHER_PARTITION, others.subList(0, 100));
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(100));

            fixture.publish(ODD_CORP, ODD_PARTITION, odd.after(0, 6));
            fixture.publish(OTHER_CORP, OTHER_PARTITION, others.subList(100, 400));
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(406));

            Map<String, Long> counts = fixture.outcomes().stream()
                    .collect(Collectors.groupingBy(Outcomes.Line::outcome, Collectors.counting()));
            assertThat(counts).isEqualTo(Map.of("events", 403L, "parked refused-for-now", 3L));
            assertThat(DecryptorFixture.failedThreads(decryptor)).isZero();
        }
    }

    /** Written by somebody who should not write there, or known to a registry that lags. */
    @Test
    void holdsOneCorpBackWhoseRecordHasASchemaThatNobodyKnows() throws Exception {
        SimulatedTenant odd = tenant(ODD_CORP, 6, "");
        SimulatedTenant other = tenant(OTHER_CORP, 200, "");
        List<SimulatedRecord> others = other.after(0, 200);
        try (SimulatorServer server = SimulatorServer.start(odd);
                Decryptor decryptor = new Decryptor(fixture.config(
                        server.library(), "one", Map.of("stream.threads", "1", "health.stall.ms", "3000")))) {
            decryptor.start();
            fixture.publish(ODD_CORP, ODD_PARTITION, odd.after(0, 3));
            fixture.publishUnknownSchema(ODD_CORP, ODD_PARTITION);
            fixture.publish(ODD_CORP, ODD_PARTITION, odd.after(3, 3));
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(3));

            fixture.publish(OTHER_CORP, OTHER_PARTITION, others.subList(0, 100));
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(103));
            patiently().until(() -> !decryptor.status().ready());
            fixture.publish(OTHER_CORP, OTHER_PARTITION, others.subList(100, 200));
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(203));

            assertThat(fixture.outcomes()).allMatch(line -> line.outcome().equals("events"));
            assertThat(DecryptorFixture.failedThreads(decryptor)).isZero();
            assertThat(decryptor.status().ready()).isFalse();
        }
    }

    private SimulatedTenant tenant(String corp, int records, String faults) throws Exception {
        TenantSettings settings = TenantSettings.builder(corp, "secret", 7)
                .damageShare(0)
                .faults(FaultPlan.parse(faults))
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(records);
        tenant.writePrivateKeys(fixture.directory().resolve("keys"));
        return tenant;
    }
}
