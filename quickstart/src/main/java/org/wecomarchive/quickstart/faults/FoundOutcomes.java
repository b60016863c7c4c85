package org.wecomarchive.quickstart.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.committed.CommittedRecords;

/**
 * What the topics say became of the records of the only corp in them.
 *
 * @param eventBytes sizes of events by seq
 * @param damaged seqs of events that say of themselves that their payload is damaged
 * @param reasons of what is parked now or dead, by seq
 * @param released seqs of events that were parked before
 */
record FoundOutcomes(Map<Long, Integer> eventBytes, Set<Long> damaged, Map<Long, String> reasons, Set<Long> released) {

    static FoundOutcomes read(String bootstrapServers, Topics topics, Map<String, String> registry)
            throws IOException, InterruptedException, TimeoutException {
        FoundOutcomes found = new FoundOutcomes(new HashMap<>(), new HashSet<>(), new HashMap<>(), new HashSet<>());
        new CommittedRecords(bootstrapServers, topics.deadLetters()).forEach(found::addReason);
        new CommittedRecords(bootstrapServers, topics.parked()).forEach(found::addReason);
        try (RecordReader<ChatEvent> reader = RecordReader.of(ChatEvent.class, registry)) {
            new CommittedRecords(bootstrapServers, topics.events()).forEach(record -> found.addEvent(record, reader));
        }
        return found;
    }

    private void addReason(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            reasons.remove(seq(record));
        } else {
            reasons.put(seq(record), header(record, HeaderNames.REASON));
        }
    }

    private void addEvent(ConsumerRecord<String, byte[]> record, RecordReader<ChatEvent> reader) {
        eventBytes.put(seq(record), record.value().length);
        if (reader.decode(record).getDamaged()) {
            damaged.add(seq(record));
        }
        if (header(record, HeaderNames.DELIVERY).equals(Delivery.RELEASED.text())) {
            released.add(seq(record));
        }
    }

    /** Whether this and nothing else became of a record: the reason, or an empty text for an event. */
    boolean became(long seq, String reason) {
        return reason.isEmpty()
                ? eventBytes.containsKey(seq) && !reasons.containsKey(seq)
                : reason.equals(reasons.get(seq)) && !eventBytes.containsKey(seq);
    }

    /** 0 for a record that is no event. */
    int eventBytes(long seq) {
        return eventBytes.getOrDefault(seq, 0);
    }

    boolean isDamaged(long seq) {
        return damaged.contains(seq);
    }

    private static long seq(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        String seq = header(record, HeaderNames.SEQ);
        return Long.parseLong(seq.isEmpty() ? key.substring(key.lastIndexOf(':') + 1) : seq);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
