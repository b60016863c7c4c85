package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;

class ParkedReasonsTest {

    private static final ParkedFor MISSING = new ParkedFor("ww1", "3", "missing-key");

    private final ParkedReasons reasons = new ParkedReasons();

    @Test
    void countsTheRecordsOfEachReason() {
        reasons.add(parked(1, "3", "missing-key"));
        reasons.add(parked(2, "3", "missing-key"));
        reasons.add(parked(3, "2", "key-mismatch"));

        assertThat(reasons.counts()).isEqualTo(Map.of(MISSING, 2L, new ParkedFor("ww1", "2", "key-mismatch"), 1L));
    }

    @Test
    void forgetsWhatWasTakenBackAndTakesTheLastReasonOfARecord() {
        reasons.add(parked(1, "2", "key-mismatch"));
        reasons.add(parked(1, "3", "missing-key"));
        reasons.add(parked(2, "3", "missing-key"));
        reasons.add(new ConsumerRecord<>("parked", 0, 9L, RecordKeys.of("ww1", 2), null));

        assertThat(reasons.counts()).isEqualTo(Map.of(MISSING, 1L));
    }

    private static ConsumerRecord<String, Boolean> parked(long seq, String version, String reason) {
        ConsumerRecord<String, Boolean> record =
                new ConsumerRecord<>("parked", 0, 7L, RecordKeys.of("ww1", seq), Boolean.TRUE);
        Map.of(
                        HeaderNames.CORP, "ww1",
                        HeaderNames.KEY_VERSION, version,
                        HeaderNames.REASON, reason)
                .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
