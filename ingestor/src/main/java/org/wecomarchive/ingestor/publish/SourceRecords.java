package org.wecomarchive.ingestor.publish;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.SourceOffsets;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;

/**
 * Builds what Connect sends.
 *
 * <p><b>Shape.</b> Raw topic: key {@code <corp_id>:<seq, 20 digits>}, value {@link RawRecord} in the Confluent wire format,
 * five text headers, timestamp {@code fetched_at}, explicit partition. Gaps and calls: key {@code <corp_id>}; calls have the
 * header {@code wecom-caught-up}.
 * Every record carries the cursor that holds once it is committed.
 */
public final class SourceRecords {

    private final String corpId;
    private final Topics topics;
    private final Encoders encoders;
    private final SizeLimits limits;
    private final Map<String, String> sourcePartition;

    /**
     * Encoders of the three topics; they throw as the serde does.
     *
     * @param prepare makes the schemas of all three topics known, so that no encoder asks the registry
     */
    public record Encoders(
            Function<RawRecord, byte[]> raw,
            Function<Gap, byte[]> gaps,
            Function<SdkCalls, byte[]> calls,
            Runnable prepare) {}

    public SourceRecords(String corpId, Topics topics, Encoders encoders, SizeLimits limits) {
        this.corpId = corpId;
        this.topics = topics;
        this.encoders = encoders;
        this.limits = limits;
        this.sourcePartition = SourceOffsets.partitionOf(corpId);
    }

    /** Makes the schemas of all three topics known; may be called again after a failure. */
    public void prepare() {
        encoders.prepare().run();
    }

    /**
     * A record of the archive; {@code after} is the cursor that has taken it.
     *
     * @throws org.wecomarchive.ingestor.publish.OversizedRecordException when the raw topic or its producer would refuse it
     */
    public SourceRecord raw(ArchivedRecord record, Delivery delivery, Cursor after, Instant fetchedAt) {
        byte[] value = encoders.raw().apply(rawRecord(record, fetchedAt));
        return limits.requireFit(new SourceRecord(
                sourcePartition,
                SourceOffsets.of(after),
                topics.raw(),
                after.partition(),
                Schema.STRING_SCHEMA,
                RecordKeys.of(corpId, record.seq()),
                Schema.BYTES_SCHEMA,
                value,
                fetchedAt.toEpochMilli(),
                headers(record, delivery)));
    }

    public SourceRecord gap(Gap gap, Cursor after) {
        byte[] value = encoders.gaps().apply(gap);
        return keyedByCorp(topics.gaps(), value, after, gap.getDetectedAt());
    }

    /**
     * Calls of a period. A header says up to when the corp is accounted for, and survives a change of the connector's
     * name.
     */
    public SourceRecord calls(SdkCalls calls, Cursor after) {
        byte[] value = encoders.calls().apply(calls);
        SourceRecord record = keyedByCorp(topics.calls(), value, after, calls.getPeriodEnd());
        after.caughtUp().ifPresent(moment -> record.headers()
                .addString(HeaderNames.CAUGHT_UP, Long.toString(moment.toEpochMilli())));
        return record;
    }

    /** The same for a producer outside of Connect; it moves no offset. */
    public ProducerRecord<String, byte[]> callsOnly(SdkCalls calls) {
        byte[] value = encoders.calls().apply(calls);
        return new ProducerRecord<>(topics.calls(), null, calls.getPeriodEnd().toEpochMilli(), corpId, value);
    }

    /** The end of the period, if the committed record is one of calls. */
    public Optional<Instant> callsUntil(SourceRecord record) {
        return record.topic().equals(topics.calls())
                ? Optional.of(Instant.ofEpochMilli(record.timestamp()))
                : Optional.empty();
    }

    private SourceRecord keyedByCorp(String topic, byte[] value, Cursor after, Instant timestamp) {
        return new SourceRecord(
                sourcePartition,
                SourceOffsets.of(after),
                topic,
                null,
                Schema.STRING_SCHEMA,
                corpId,
                Schema.BYTES_SCHEMA,
                value,
                timestamp.toEpochMilli());
    }

    private RawRecord rawRecord(ArchivedRecord record, Instant fetchedAt) {
        return RawRecord.newBuilder()
                .setCorpId(corpId)
                .setSeq(record.seq())
                .setMsgid(record.msgid())
                .setKeyVersion(record.keyVersion())
                .setEncryptedKey(record.encryptedKey())
                .setEncryptedPayload(record.encryptedPayload())
                .setOtherFields(record.unnamedFields().orElse(null))
                .setFetchedAt(fetchedAt)
                .build();
    }

    private Headers headers(ArchivedRecord record, Delivery delivery) {
        return new ConnectHeaders()
                .addString(HeaderNames.CORP, corpId)
                .addString(HeaderNames.SEQ, Long.toString(record.seq()))
                .addString(HeaderNames.MSGID, record.msgid())
                .addString(HeaderNames.KEY_VERSION, Long.toString(record.keyVersion()))
                .addString(HeaderNames.DELIVERY, delivery.text());
    }
}
