package org.wecomarchive.sinkiceberg.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.Table;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.serde.OtherRecordException;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.OpenRows;
import org.wecomarchive.sinkiceberg.write.OpenRows.Added;
import org.wecomarchive.sinkiceberg.write.WriteLimits;

/**
 * Decodes records and adds them to the open rows of a commit; what cannot be decoded becomes a dead letter.
 *
 * <p>A record that fails because the registry is away, or does not have its schema, is decoded again later. The trouble is over
 * when each of those records has been decoded, and not when others are whose schema is known already. Not thread-safe.
 */
public final class RowIntake {

    private final ArchiveTable kind;
    private final Function<SinkRecord, SpecificRecord> decoder;
    private final Recovery decoding;
    private final DeadLetters deadLetters;
    private final WriteLimits limits;
    private final int task;
    /** Offset of the last record of a partition that could not be decoded yet. */
    private final Map<TopicPartition, Long> undecoded = new HashMap<>();

    /**
     * An intake of one task.
     *
     * @param decoder turns the value of a record into the record, and throws as {@link
     *     org.wecomarchive.serde.RecordReader#decode(String, int, long, byte[])}
     * @param decoding how the decoder goes on after a failure
     * @param task number of the task, part of file names
     */
    public RowIntake(
            ArchiveTable kind,
            Function<SinkRecord, SpecificRecord> decoder,
            Recovery decoding,
            DeadLetters deadLetters,
            WriteLimits limits,
            int task) {
        this.kind = kind;
        this.decoder = decoder;
        this.decoding = decoding;
        this.deadLetters = deadLetters;
        this.limits = limits;
        this.task = task;
    }

    int task() {
        return task;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    static TopicPartition partitionOf(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    /** The rows of a commit, none yet. */
    OpenRows open(Table table) {
        return new OpenRows(table, kind.avroSchema(), limits, task);
    }

    /**
     * Takes a record in.
     *
     * @throws AttemptFailedException if its schema is not known yet; the rows stay as they are
     * @throws StorageFailedException if rows may have been lost on the way to the storage: discard all of them
     * @throws FatalSinkException if the topic holds other records than the table is made of
     */
    Added take(SinkRecord record, OpenRows rows) {
        byte[] value = (byte[]) record.value();
        if (value == null) {
            throw new FatalSinkException(partitionOf(record) + "@" + record.originalKafkaOffset()
                    + " has no value: this topic is none that this table is made of.");
        }
        SpecificRecord decoded;
        try {
            decoded = decode(record);
        } catch (UndecodableRecordException e) {
            deadLetters.report(record, e);
            return Added.TAKEN;
        }
        try {
            return rows.add(decoded, value.length);
        } catch (RuntimeException e) {
            throw new StorageFailedException(e);
        }
    }

    /**
     * Completes the files of the rows.
     *
     * @throws StorageFailedException as {@link #take}
     */
    static void flush(OpenRows rows) {
        try {
            rows.flush();
        } catch (RuntimeException e) {
            throw new StorageFailedException(e);
        }
    }

    private SpecificRecord decode(SinkRecord record) {
        try {
            SpecificRecord decoded = decoder.apply(record);
            answered(record);
            return decoded;
        } catch (UndecodableRecordException e) {
            answered(record);
            throw e;
        } catch (OtherRecordException e) {
            throw new FatalSinkException(
                    "the topic " + record.originalTopic() + " holds " + e.written()
                            + ", this connector wants " + e.wanted() + " (" + e.getMessage()
                            + "): correct topics or table.kind; if both are right, correct schema.registry.url and restart the task.");
        } catch (RuntimeException e) {
            undecoded.merge(partitionOf(record), record.originalKafkaOffset(), Math::max);
            throw new AttemptFailedException(decoding, e);
        }
    }

    private void answered(SinkRecord record) {
        if (undecoded.getOrDefault(partitionOf(record), Long.MAX_VALUE) <= record.originalKafkaOffset()) {
            undecoded.remove(partitionOf(record));
            if (undecoded.isEmpty()) {
                decoding.over();
            }
        }
    }

    /** Others decode the rest of these partitions. */
    void leave(Collection<TopicPartition> partitions) {
        boolean waited = undecoded.keySet().removeAll(partitions);
        if (waited && undecoded.isEmpty()) {
            decoding.close();
        }
    }

    /** The table has everything before these offsets, by whomever. */
    void committed(Map<TopicPartition, Long> next) {
        leave(undecoded.keySet().stream()
                .filter(partition -> next.getOrDefault(partition, 0L) > undecoded.get(partition))
                .toList());
    }
}
