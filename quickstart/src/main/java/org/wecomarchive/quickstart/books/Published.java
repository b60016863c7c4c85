package org.wecomarchive.quickstart.books;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.testkit.committed.CommittedRecords;

/**
 * What the topics have for the stores.
 *
 * @param messages different (corp, msgid) of events: one message may come under two seqs
 * @param events different (corp, seq) of events
 * @param raw different (corp, seq) of raw records
 */
public record Published(long messages, long events, long raw) {

    /** Counts the messages of the events topic; the other two are known. */
    public static Published read(CommittedRecords eventsTopic, long events, long raw)
            throws IOException, InterruptedException, TimeoutException {
        Set<String> messages = new HashSet<>();
        eventsTopic.forEach(
                record -> messages.add(header(record, HeaderNames.CORP) + ":" + header(record, HeaderNames.MSGID)));
        return new Published(messages.size(), events, raw);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
