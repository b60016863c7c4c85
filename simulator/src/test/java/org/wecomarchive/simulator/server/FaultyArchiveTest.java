package org.wecomarchive.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** Faults are counted when they have an effect, and only then. */
final class FaultyArchiveTest {

    private static final String SECRET = "secret";

    private final SimulatedTenant tenant = SimulatedTenant.inMemory(
            TenantSettings.builder("wwcounted", SECRET, 3).rotations().build(), Clock.systemUTC());
    private final List<Duration> jumps = new ArrayList<>();

    @Test
    void countsWhatHappened() {
        tenant.grow(10);

        Map<String, Long> happened = happened(
                "code=10001@1,errcode=45009@2..3,repeated@4,truncated@5,latency=1ms@6,jump=1d@7,code=10002@99",
                archive -> archive.fetchPage(SECRET, 0, 5),
                8);

        assertThat(happened)
                .isEqualTo(Map.of(
                        "code=10001", 1L,
                        "errcode=45009", 2L,
                        "repeated", 1L,
                        "truncated", 1L,
                        "latency=1ms", 1L,
                        "jump=86400000ms", 1L));
        assertThat(jumps).containsExactly(Duration.ofDays(1));
    }

    @Test
    void refusesPagesOfMoreRecordsThanThePlanAllows() {
        tenant.grow(10);

        Map<String, Long> large = happened("toolarge=4@always", archive -> archive.fetchPage(SECRET, 0, 5), 2);
        Map<String, Long> small = happened("toolarge=4@always", archive -> archive.fetchPage(SECRET, 0, 4), 2);

        assertThat(large).isEqualTo(Map.of("toolarge=4", 2L));
        assertThat(small).isEmpty();
    }

    @Test
    void doesNotCountEditsWithNothingToEdit() {
        Map<String, Long> happened =
                happened("repeated@1,rewritten@2,descending@3", archive -> archive.fetchPage(SECRET, 0, 5), 3);

        assertThat(happened).isEmpty();
    }

    @Test
    void doesNotCountAFaultThatAnotherOneHides() {
        tenant.grow(10);

        Map<String, Long> happened = happened("code=10003@1,repeated@1", archive -> archive.fetchPage(SECRET, 0, 5), 1);

        assertThat(happened).isEqualTo(Map.of("code=10003", 1L));
    }

    @Test
    void countsFaultsOfMedia() {
        Map<String, Long> happened = happened(
                "media-code=10001@1,media-garbled@2,media-latency=1ms@3",
                archive -> archive.fetchMedia(SECRET, "no-such-file", ""),
                3);

        assertThat(happened).isEqualTo(Map.of("media-code=10001", 1L, "media-latency=1ms", 1L));
    }

    private Map<String, Long> happened(String plan, Function<TenantArchive, Object> call, int calls) {
        ServerConditions conditions = new ServerConditions(1, FaultPlan.parse(plan));
        TenantArchive archive = new FaultyArchive(new HealthyArchive(tenant), conditions, jumps::add);
        for (int i = 0; i < calls; i++) {
            assertThat(call.apply(archive)).isNotNull();
        }
        return conditions.happened().entrySet().stream()
                .collect(Collectors.toMap(
                        (Map.Entry<Fault, Long> happening) -> happening.getKey().what(), Map.Entry::getValue));
    }
}
