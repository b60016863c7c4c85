package org.wecomarchive.simulator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.testkit.time.ManualClock;

@Timeout(600)
class SimulatedTenantIT {

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T08:00:00Z"));

    @Test
    void goesOnInALaterRun() throws IOException {
        SimulatedTenant first = SimulatedTenant.open(dir, settings(7), clock);
        first.grow(100);
        clock.advance(Duration.ofHours(2));
        first.grow(1);
        List<SimulatedRecord> before = first.after(0, 1000);

        clock.advance(Duration.ofHours(1));
        SimulatedTenant second = SimulatedTenant.open(dir, settings(7), clock);
        second.grow(50);

        assertThat(second.size()).isEqualTo(151);
        assertThat(second.after(0, 101)).isEqualTo(before);
        assertThat(second.archivedAt(second.seqOf(100))).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(second.privateKeysPem()).isEqualTo(first.privateKeysPem());
    }

    @Test
    void forgetsAGrowthThatWasNotFinished() throws IOException {
        SimulatedTenant first = SimulatedTenant.open(dir, settings(7), clock);
        first.grow(100);
        Files.writeString(dir.resolve("growth"), "150 17724", StandardOpenOption.APPEND);

        SimulatedTenant second = SimulatedTenant.open(dir, settings(7), clock);
        second.grow(10);
        SimulatedTenant third = SimulatedTenant.open(dir, settings(7), clock);

        assertThat(third.size()).isEqualTo(110);
    }

    @Test
    void refusesTheDirectoryOfAnotherTenant() throws IOException {
        SimulatedTenant.open(dir, settings(7), clock);

        assertThatThrownBy(() -> SimulatedTenant.open(dir, settings(8), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed=7");
    }

    @Test
    void refusesTheDirectoryOfATenantWithOtherRecords() throws IOException {
        SimulatedTenant.open(dir, planned("payload-abort@3,code=10001@1"), clock);

        SimulatedTenant same = SimulatedTenant.open(dir, planned("payload-abort@3,errcode=45009@every:2"), clock);

        assertThat(same.size()).isZero();
        assertThatThrownBy(() -> SimulatedTenant.open(dir, planned("payload-abort@4"), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("payload-abort@3");
    }

    private static TenantSettings planned(String plan) {
        return TenantSettings.builder("wwtest", "secret", 7)
                .rotations(40L)
                .faults(FaultPlan.parse(plan))
                .build();
    }

    @Test
    void writesPrivateKeysForTheirOwnerOnly() throws IOException {
        SimulatedTenant tenant = SimulatedTenant.open(dir.resolve("tenant"), settings(7), clock);
        Path keys = dir.resolve("keys");

        tenant.writePrivateKeys(keys);
        tenant.writePrivateKeys(keys);

        Path first = keys.resolve("wwtest/1.pem");
        Path second = keys.resolve("wwtest/2.pem");
        assertThat(first).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(second).content().startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(Files.getPosixFilePermissions(first)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(keys.resolve("wwtest")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(keys.resolve("wwtest")).isDirectoryNotContaining("glob:**.new");
    }

    private static TenantSettings settings(long seed) {
        return TenantSettings.builder("wwtest", "secret", seed).rotations(40L).build();
    }
}
