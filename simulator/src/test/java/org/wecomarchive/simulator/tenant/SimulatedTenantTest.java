package org.wecomarchive.simulator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import javax.crypto.BadPaddingException;
import org.junit.jupiter.api.Test;
import org.wecomarchive.simulator.crypto.NotTencentCipher;
import org.wecomarchive.simulator.fault.FaultPlan;

class SimulatedTenantTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void givesTheSameBytesForTheSameSeed() {
        SimulatedTenant first = tenant(7, 300);
        SimulatedTenant second = tenant(7, 300);

        List<SimulatedRecord> forwards = first.after(0, 300);
        List<SimulatedRecord> backwards = LongStream.iterate(299, index -> index >= 0, index -> index - 1)
                .mapToObj(index -> second.record(second.seqOf(index)))
                .toList();

        assertThat(backwards).containsExactlyInAnyOrderElementsOf(forwards);
        assertThat(first.privateKeysPem()).isEqualTo(second.privateKeysPem());
    }

    @Test
    void givesOtherBytesForAnotherSeed() {
        List<SimulatedRecord> first = tenant(7, 5).after(0, 5);
        List<SimulatedRecord> second = tenant(8, 5).after(0, 5);

        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    void rotatesItsKeysInMidPage() {
        SimulatedTenant tenant = tenant(1, 3_000);

        List<SimulatedRecord> page = tenant.after(tenant.seqOf(999), 1000);

        assertThat(page).hasSize(1000);
        assertThat(page.subList(0, 357)).allMatch(record -> record.publicKeyVersion() == 1);
        assertThat(page.subList(357, 1000)).allMatch(record -> record.publicKeyVersion() == 2);
    }

    @Test
    void bringsOneMsgidUnderTwoSeqsNowAndThen() throws IOException {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 1).damageShare(0).build(), CLOCK);
        tenant.grow(3_000);

        Map<String, Long> seqs = new HashMap<>();
        int doubled = 0;
        for (long index = 0; index < tenant.size(); index++) {
            long seq = tenant.seqOf(index);
            JsonNode message = JSON.readTree(tenant.plaintext(seq));
            Long earlier = seqs.put(message.path("msgid").asText(), seq);
            if (earlier != null) {
                doubled++;
                assertThat(tenant.plaintext(seq)).isEqualTo(tenant.plaintext(earlier));
            }
        }

        assertThat(doubled).isBetween(2, 20);
    }

    @Test
    void becomesWhatItSaysItBecomes() {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 3)
                        .damageShare(0.3)
                        .rotations(1000L)
                        .build(),
                CLOCK);
        tenant.grow(300);

        Map<ExpectedOutcome, Integer> seen = new HashMap<>();
        for (SimulatedRecord record : tenant.after(0, 300)) {
            ExpectedOutcome outcome = outcome(tenant, record);
            assertThat(outcome).isEqualTo(tenant.expectedOutcome(record.seq()));
            seen.merge(outcome, 1, Integer::sum);
        }

        assertThat(seen.keySet())
                .containsExactlyInAnyOrder(
                        ExpectedOutcome.EVENT,
                        ExpectedOutcome.KEY_NOT_BASE64,
                        ExpectedOutcome.KEY_WRONG_LENGTH,
                        ExpectedOutcome.KEY_STRING_REFUSED,
                        ExpectedOutcome.MESSAGE_REFUSED,
                        ExpectedOutcome.NOT_JSON);
    }

    @Test
    void becomesWhatItsPlanSays() {
        FaultPlan plan =
                FaultPlan.parse("broken-base64@1,wrong-rsa-length@2,wrong-key@3,refused-key@4,refused-message@5,"
                        + "bad-json@6,payload-abort@7,payload-hang@8,forwarded=64KiB@9,oversized=64KiB@10,"
                        + "payload-code=10005@13,payload-code=10007@14,payload-code=10001@15,payload-code=77777@16,"
                        + "damaged-text@17");
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 3)
                        .damageShare(1)
                        .rotations(11L, 12L)
                        .withheldVersions(2)
                        .faults(FaultPlan.parse(plan + ",payload-abort@11..12"))
                        .build(),
                CLOCK);

        tenant.grow(17);

        assertThat(LongStream.range(0, 17).mapToObj(index -> tenant.expectedOutcome(tenant.seqOf(index))))
                .containsExactly(
                        ExpectedOutcome.KEY_NOT_BASE64,
                        ExpectedOutcome.KEY_WRONG_LENGTH,
                        ExpectedOutcome.KEY_MISMATCH,
                        ExpectedOutcome.KEY_STRING_REFUSED,
                        ExpectedOutcome.MESSAGE_REFUSED,
                        ExpectedOutcome.NOT_JSON,
                        ExpectedOutcome.NATIVE_CRASH,
                        ExpectedOutcome.NATIVE_CRASH,
                        ExpectedOutcome.EVENT,
                        ExpectedOutcome.TOO_LARGE,
                        ExpectedOutcome.NATIVE_CRASH,
                        ExpectedOutcome.MISSING_KEY,
                        ExpectedOutcome.MESSAGE_REFUSED,
                        ExpectedOutcome.KEY_MISMATCH,
                        ExpectedOutcome.REFUSED_FOR_NOW,
                        ExpectedOutcome.REFUSED_FOR_NOW,
                        ExpectedOutcome.EVENT);
        for (long index : new long[] {0, 1, 3, 4, 5, 8}) {
            SimulatedRecord record = tenant.record(tenant.seqOf(index));
            assertThat(outcome(tenant, record)).isEqualTo(tenant.expectedOutcome(record.seq()));
        }
    }

    @Test
    void answersAPayloadWithTheCodeOfThePlan() {
        SimulatedTenant tenant = planned("payload-code=10011@every:2", 4);
        SimulatedRecord odd = tenant.record(tenant.seqOf(1));

        assertThatThrownBy(() -> NotTencentCipher.decrypt(KeyStrings.decrypt(tenant, odd), odd.encryptChatMsg()))
                .isInstanceOfSatisfying(NotTencentCipher.Refusal.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(10011));
        assertThat(LongStream.range(0, 4).mapToObj(index -> tenant.expectedOutcome(tenant.seqOf(index))))
                .containsExactly(
                        ExpectedOutcome.EVENT,
                        ExpectedOutcome.REFUSED_FOR_NOW,
                        ExpectedOutcome.EVENT,
                        ExpectedOutcome.REFUSED_FOR_NOW);
    }

    @Test
    void putsAKeyOfAnotherPairIntoARecord() {
        SimulatedTenant tenant = planned("wrong-key@3", 3);
        SimulatedRecord record = tenant.record(tenant.seqOf(2));

        assertThat(Base64.getDecoder().decode(record.encryptRandomKey())).hasSize(256);
        assertThatThrownBy(() -> KeyStrings.decrypt(tenant, record)).hasRootCauseInstanceOf(BadPaddingException.class);
    }

    @Test
    void forwardsAsManyBytesAsAsked() throws IOException {
        SimulatedTenant tenant = planned("forwarded=5MiB@every:150", 300);

        byte[] plaintext = tenant.plaintext(tenant.seqOf(149));

        assertThat(plaintext)
                .hasSizeBetween(5 << 20, 7 << 20)
                .isEqualTo(planned("forwarded=5MiB@every:150", 300).plaintext(tenant.seqOf(149)));
        JsonNode message = JSON.readTree(plaintext);
        assertThat(message.path("msgid").asText())
                .isEqualTo(tenant.record(tenant.seqOf(149)).msgid());
        assertThat(message.path("chatrecord").path("item")).hasSizeGreaterThan(100);
        assertThat(tenant.plaintext(tenant.seqOf(148)))
                .isEqualTo(planned("", 300).plaintext(tenant.seqOf(148)));
    }

    @Test
    void forgetsWhatAJumpMakesTooOld() {
        SimulatedTenant tenant = tenant(3, 1_000);

        tenant.jump(Duration.ofDays(3));

        long oldest = tenant.after(0, 1).get(0).seq();
        assertThat(tenant.archivedAt(oldest)).isAfterOrEqualTo(NOW.minus(Duration.ofDays(2)));
        assertThat(tenant.retained(oldest)).isTrue();
        assertThat(tenant.retained(tenant.seqOf(tenant.indexOf(oldest) - 1))).isFalse();
    }

    private static SimulatedTenant planned(String plan, long records) {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 3)
                        .damageShare(0)
                        .rotations()
                        .faults(FaultPlan.parse(plan))
                        .build(),
                CLOCK);
        tenant.grow(records);
        return tenant;
    }

    @Test
    void withholdsAKeyAndExpectsItsRecordsParked() {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 3)
                        .rotations(10L, 20L)
                        .withheldVersions(2)
                        .damageShare(1)
                        .build(),
                CLOCK);

        tenant.grow(30);

        assertThat(tenant.privateKeysPem()).containsOnlyKeys(1, 3);
        assertThat(tenant.after(0, 30))
                .filteredOn(record -> tenant.expectedOutcome(record.seq()).parked())
                .hasSize(10)
                .allMatch(record -> record.publicKeyVersion() == 2);
    }

    @Test
    void damagesTheShareThatIsAsked() {
        SimulatedTenant whole = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 3).damageShare(0).build(), CLOCK);
        SimulatedTenant usual = tenant(3, 20_000);

        whole.grow(20_000);

        assertThat(deadLetters(whole)).isZero();
        assertThat(deadLetters(usual)).isBetween(30L, 100L);
    }

    @Test
    void numbersItsRecordsUnsignedAndWithGaps() {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 3)
                        .firstSeq(Long.MAX_VALUE - 20)
                        .build(),
                CLOCK);

        tenant.grow(100);

        List<Long> seqs = LongStream.range(0, 100).map(tenant::seqOf).boxed().toList();
        assertThat(seqs).isSortedAccordingTo(Long::compareUnsigned).doesNotHaveDuplicates();
        assertThat(seqs.get(99)).isNegative();
        assertThat(seqs.get(99) - seqs.get(0)).isGreaterThan(99);
        assertThat(tenant.after(seqs.get(49), 1000)).hasSize(50);
        assertThat(LongStream.range(0, 100).map(index -> tenant.indexOf(tenant.seqOf(index))))
                .isSorted();
    }

    @Test
    void refusesASeqInAGap() {
        SimulatedTenant tenant = tenant(3, 100);

        long gap = tenant.seqOf(40) + 1;

        assertThat(tenant.seqOf(41)).isEqualTo(gap + 1);
        assertThatThrownBy(() -> tenant.record(gap)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void spreadsItsRecordsOverTheHistory() {
        SimulatedTenant tenant = tenant(3, 1_000);

        Instant first = tenant.archivedAt(tenant.seqOf(0));
        Instant last = tenant.archivedAt(tenant.seqOf(999));

        assertThat(last).isEqualTo(NOW);
        assertThat(Duration.between(first, last)).isBetween(Duration.ofHours(95), Duration.ofHours(96));
    }

    private static SimulatedTenant tenant(long seed, long records) {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", seed).build(), CLOCK);
        tenant.grow(records);
        return tenant;
    }

    private static long deadLetters(SimulatedTenant tenant) {
        return LongStream.range(0, tenant.size())
                .filter(index -> tenant.expectedOutcome(tenant.seqOf(index)).deadLetter())
                .count();
    }

    /** Decrypts with the key that the tenant hands out, as a consumer would. */
    private static ExpectedOutcome outcome(SimulatedTenant tenant, SimulatedRecord record) {
        byte[] block;
        try {
            block = Base64.getDecoder().decode(record.encryptRandomKey());
        } catch (IllegalArgumentException e) {
            return ExpectedOutcome.KEY_NOT_BASE64;
        }
        if (block.length != 256) {
            return ExpectedOutcome.KEY_WRONG_LENGTH;
        }
        try {
            byte[] plaintext = NotTencentCipher.decrypt(KeyStrings.decrypt(tenant, record), record.encryptChatMsg());
            assertThat(plaintext).isEqualTo(tenant.plaintext(record.seq()));
            JSON.readTree(plaintext);
            return ExpectedOutcome.EVENT;
        } catch (NotTencentCipher.Refusal e) {
            return e.code() == 10008 ? ExpectedOutcome.KEY_STRING_REFUSED : ExpectedOutcome.MESSAGE_REFUSED;
        } catch (JsonProcessingException e) {
            return ExpectedOutcome.NOT_JSON;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
