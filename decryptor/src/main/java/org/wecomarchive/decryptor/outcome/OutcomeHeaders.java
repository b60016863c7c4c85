package org.wecomarchive.decryptor.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/**
 * Headers of what the decryptor writes; every value is UTF-8 text.
 *
 * <p>An event has {@code wecom-corp}, {@code wecom-seq}, {@code wecom-msgid}, {@code wecom-key-version} and
 * {@code wecom-delivery}. A parked record or dead letter has its own headers byte for byte, the first four added where
 * they are missing and known, and {@code wecom-reason} with the five {@code __connect.errors.*}, which replace older ones.
 */
public final class OutcomeHeaders {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Set<String> OF_A_TOMBSTONE =
            Set.of(HeaderNames.CORP, HeaderNames.SEQ, HeaderNames.MSGID, HeaderNames.KEY_VERSION, HeaderNames.DELIVERY);

    private OutcomeHeaders() {}

    /** Headers of an event; {@code raw} tells only how it was delivered, {@code live} where it does not. */
    public static Headers ofEvent(RecordIdentity identity, Headers raw) {
        Headers headers = new RecordHeaders();
        addIdentity(headers, identity);
        addIfAbsent(headers, HeaderNames.DELIVERY, delivery(raw).text());
        return headers;
    }

    /** How a record was delivered, {@code live} where nothing says it. */
    public static Delivery delivery(Headers headers) {
        return text(headers, HeaderNames.DELIVERY).flatMap(Delivery::of).orElse(Delivery.LIVE);
    }

    /** Of all headers of the raw record those of its identity and how it was delivered. */
    public static Headers ofTombstone(Headers raw) {
        Headers headers = new RecordHeaders();
        for (Header header : raw) {
            if (OF_A_TOMBSTONE.contains(header.key())) {
                headers.add(header);
            }
        }
        return headers;
    }

    static Headers ofFailure(Outcome outcome, FailedStep failure, Headers raw, RecordPosition at) {
        Headers headers = new RecordHeaders(raw.toArray());
        outcome.identity().ifPresent(identity -> addIdentity(headers, identity));
        replace(headers, HeaderNames.REASON, outcome.reason().orElseThrow());
        replace(headers, HeaderNames.ERROR_TOPIC, at.topic());
        replace(headers, HeaderNames.ERROR_PARTITION, Integer.toString(at.partition()));
        replace(headers, HeaderNames.ERROR_OFFSET, Long.toString(at.offset()));
        replace(headers, HeaderNames.ERROR_STAGE, failure.stage().name());
        replace(headers, HeaderNames.ERROR_CLASS, failure.exception().getName());
        return headers;
    }

    /** Adds which record it is, where the headers do not tell yet. */
    public static void addIdentity(Headers headers, RecordIdentity identity) {
        addIfAbsent(headers, HeaderNames.CORP, identity.corpId());
        addIfAbsent(headers, HeaderNames.SEQ, Long.toString(identity.seq()));
        addIfAbsent(headers, HeaderNames.MSGID, identity.msgid());
        addIfAbsent(headers, HeaderNames.KEY_VERSION, Long.toString(identity.keyVersion()));
    }

    private static void addIfAbsent(Headers headers, String name, String value) {
        if (headers.lastHeader(name) == null) {
            headers.add(name, value.getBytes(UTF_8));
        }
    }

    private static void replace(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }

    /** The text of the last header of this name. */
    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }

    /** The last header of this name as a number of at least 0; empty if it is none. */
    public static Optional<Long> number(Headers headers, String name) {
        return text(headers, name)
                .filter(text -> DIGITS.matcher(text).matches())
                .map(Long::parseLong);
    }
}
