package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;

class EntryTest {

    @Test
    void readsTheHeaders() {
        ConsumerRecord<String, Boolean> record = record("room:a", true);
        header(record, HeaderNames.CORP, "ww1");
        header(record, HeaderNames.SEQ, "42");
        header(record, HeaderNames.DELIVERY, "live");

        assertThat(Entry.of(record))
                .contains(new Entry("ww1", 42, Entry.Liveness.LIVE, Entry.Content.VALUE, 3, "room:a"));
    }

    @Test
    void readsTheKeyOfATombstoneWithoutHeaders() {
        ConsumerRecord<String, Boolean> record = record(RecordKeys.of("ww1", 42), null);

        assertThat(Entry.of(record))
                .contains(new Entry(
                        "ww1", 42, Entry.Liveness.LATE, Entry.Content.TOMBSTONE, 3, "ww1:00000000000000000042"));
    }

    @Test
    void takesEveryOtherDeliveryAsLate() {
        ConsumerRecord<String, Boolean> record = record(RecordKeys.of("ww1", 42), true);
        header(record, HeaderNames.DELIVERY, "released");

        assertThat(Entry.of(record)).map(Entry::live).contains(Entry.Liveness.LATE);
    }

    @Test
    void isEmptyWhenNothingTellsWhichRecordItIs() {
        ConsumerRecord<String, Boolean> record = record("room:a", true);
        header(record, HeaderNames.CORP, "ww1");
        header(record, HeaderNames.SEQ, "many");

        assertThat(Entry.of(record)).isEmpty();
    }

    private static ConsumerRecord<String, Boolean> record(String key, Boolean value) {
        return new ConsumerRecord<>("topic", 3, 7L, key, value);
    }

    private static void header(ConsumerRecord<String, Boolean> record, String name, String text) {
        record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
