package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.simulator.tenant.ExpectedOutcome;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** The messages of a whole simulated tenant, checked like the samples. */
class TenantPayloadsTest {

    private static final int RECORDS = 4_000;

    private final SimulatedTenant tenant = SimulatedTenant.inMemory(
            TenantSettings.builder("ww1234567890abcdef", "secret", 7).build(),
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

    @Test
    void becomeEventsThatEqualTheirJsonOrAreRefusedAsBadJson() {
        tenant.grow(RECORDS);
        Set<String> types = new TreeSet<>();

        for (int index = 0; index < RECORDS; index++) {
            long seq = tenant.seqOf(index);
            byte[] plaintext = tenant.plaintext(seq);
            if (tenant.expectedOutcome(seq) == ExpectedOutcome.NOT_JSON) {
                assertThat(isRefused(plaintext)).as("seq %d", seq).isTrue();
            } else {
                types.add(confirmed(seq, plaintext).getMsgType());
            }
        }

        assertThat(types).containsAll(Samples.names());
    }

    private static ChatEvent confirmed(long seq, byte[] plaintext) {
        try {
            ChatEvent event = Messages.parse(plaintext);
            assertThat(event.getPayload().getBytes(StandardCharsets.UTF_8)).isEqualTo(plaintext);
            new EventOracle(event).confirm();
            return event;
        } catch (AssertionError | PayloadException failure) {
            throw new AssertionError(
                    "seq " + seq + ": " + failure.getMessage() + "\n" + new String(plaintext, StandardCharsets.UTF_8),
                    failure);
        }
    }

    private static boolean isRefused(byte[] plaintext) {
        try {
            Messages.parse(plaintext);
            return false;
        } catch (PayloadException refused) {
            return true;
        }
    }
}
