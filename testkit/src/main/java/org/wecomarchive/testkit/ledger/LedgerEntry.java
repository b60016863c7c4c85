package org.wecomarchive.testkit.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/**
 * What the ledger keeps of one record: never its value.
 *
 * @param corp corp id
 * @param seq the source's position
 * @param live whether {@code wecom-delivery} is {@code live}
 * @param content whether there is a value, or a tombstone
 * @param partition partition it lies in
 * @param key the record's key
 */
public record LedgerEntry(String corp, long seq, Liveness live, Content content, int partition, String key) {

    private static final Pattern RAW_KEY = Pattern.compile("(.+):(\\d{20})");
    private static final Pattern SEQ = Pattern.compile("0*\\d{1,18}|0*[1-8]\\d{18}");

    /** Whether a record is live. */
    public enum Liveness {
        LIVE,
        LATE
    }

    /** Whether a record has a value or is a tombstone. */
    public enum Content {
        VALUE,
        TOMBSTONE
    }

    public LedgerEntry {
        if (corp.isEmpty() || seq < 0 || partition < 0) {
            throw new IllegalArgumentException("no position: " + corp + ":" + seq + " in " + partition);
        }
    }

    /**
     * Identified by its headers or, without them, by a key of the form {@code <corp>:<seq, 20 digits>}; empty if
     * neither identifies it.
     */
    static Optional<LedgerEntry> of(ConsumerRecord<String, Boolean> record) {
        String key = record.key() == null ? "" : record.key();
        String corp = text(record.headers(), HeaderNames.CORP);
        String seq = text(record.headers(), HeaderNames.SEQ);
        if (corp.isEmpty() || !isSeq(seq)) {
            Matcher rawKey = RAW_KEY.matcher(key);
            if (!rawKey.matches() || !isSeq(rawKey.group(2))) {
                return Optional.empty();
            }
            corp = rawKey.group(1);
            seq = rawKey.group(2);
        }
        Liveness live = text(record.headers(), HeaderNames.DELIVERY).equals(Delivery.LIVE.text())
                ? Liveness.LIVE
                : Liveness.LATE;
        Content content = record.value() == null ? Content.TOMBSTONE : Content.VALUE;
        return Optional.of(new LedgerEntry(corp, Long.parseLong(seq), live, content, record.partition(), key));
    }

    private static boolean isSeq(String text) {
        return SEQ.matcher(text).matches();
    }

    static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    boolean isLive() {
        return live == Liveness.LIVE;
    }

    boolean isTombstone() {
        return content == Content.TOMBSTONE;
    }
}
