package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;

class LedgerEntryTest {

    @Test
    void readsTheHeaders() {
        ConsumerRecord<String, Boolean> record = record("room:a", true);
        header(record, HeaderNames.CORP, "ww1");
        header(record, HeaderNames.SEQ, "42");
        header(record, HeaderNames.DELIVERY, "live");

        assertThat(LedgerEntry.of(record))
                .contains(
                        new LedgerEntry("ww1", 42, LedgerEntry.Liveness.LIVE, LedgerEntry.Content.VALUE, 3, "room:a"));
    }

    @Test
    void readsTheKeyOfATombstoneWithoutHeaders() {
        ConsumerRecord<String, Boolean> record = record(RecordKeys.of("ww1", 42), null);

        assertThat(LedgerEntry.of(record))
                .contains(new LedgerEntry(
                        "ww1",
                        42,
                        LedgerEntry.Liveness.LATE,
                        LedgerEntry.Content.TOMBSTONE,
                        3,
                        "ww1:00000000000000000042"));
    }

    @Test
    void takesEveryOtherDeliveryAsLate() {
        ConsumerRecord<String, Boolean> record = record(RecordKeys.of("ww1", 42), true);
        header(record, HeaderNames.DELIVERY, "released");

        assertThat(LedgerEntry.of(record)).map(LedgerEntry::live).contains(LedgerEntry.Liveness.LATE);
    }

    @Test
    void isEmptyWhenNothingTellsWhichRecordItIs() {
        ConsumerRecord<String, Boolean> record = record("room:a", true);
        header(record, HeaderNames.CORP, "ww1");
        header(record, HeaderNames.SEQ, "many");

        assertThat(LedgerEntry.of(record)).isEmpty();
    }

    private static ConsumerRecord<String, Boolean> record(String key, Boolean value) {
        return new ConsumerRecord<>("topic", 3, 7L, key, value);
    }

    private static void header(ConsumerRecord<String, Boolean> record, String name, String text) {
        record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
