package org.wecomarchive.ingestor.tail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.schemas.HeaderNames;

/** Recognizes the records of a corp's call ledger by key and header, without decoding them. */
final class CallsRecord {

    private CallsRecord() {}

    /** What the record's header says, if it is of this corp and has it. */
    static Optional<Instant> caughtUp(String corpId, ConsumerRecord<String, ?> record) {
        return Optional.ofNullable(record.headers().lastHeader(HeaderNames.CAUGHT_UP))
                .filter(header -> corpId.equals(record.key()))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }
}
