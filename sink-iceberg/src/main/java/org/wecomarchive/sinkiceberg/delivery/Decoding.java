package org.wecomarchive.sinkiceberg.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.serde.OtherRecordException;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;

/**
 * Decodes records. One that fails because the registry is away, or does not have its schema, is decoded again later; the trouble
 * is over when each of those has been decoded, and not when others are whose schema is known already. Not thread-safe.
 */
public final class Decoding {

    private final RecordDecoder decoder;
    private final Recovery recovery;
    private final Map<TopicPartition, Long> failed = new HashMap<>();

    public Decoding(RecordDecoder decoder, Recovery recovery) {
        this.decoder = decoder;
        this.recovery = recovery;
    }

    /**
     * The record.
     *
     * @throws UndecodableRecordException if it never will be readable
     * @throws AttemptFailedException if it may be later
     * @throws FatalSinkException if the topic holds other records than the table is made of
     */
    SpecificRecord decode(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        try {
            SpecificRecord decoded = decoder.decode(record);
            answered(partition, record.originalKafkaOffset());
            return decoded;
        } catch (UndecodableRecordException e) {
            answered(partition, record.originalKafkaOffset());
            throw e;
        } catch (OtherRecordException e) {
            throw new FatalSinkException(
                    "the topic " + record.originalTopic() + " holds " + e.written()
                            + ", this connector wants " + e.wanted() + " (" + e.getMessage()
                            + "): correct topics or table.kind; if both are right, correct schema.registry.url and restart the task.");
        } catch (RuntimeException e) {
            failed.merge(partition, record.originalKafkaOffset(), Math::max);
            throw new AttemptFailedException(recovery, e);
        }
    }

    private void answered(TopicPartition partition, long offset) {
        boolean waited = failed.containsKey(partition) && failed.get(partition) <= offset;
        if (waited) {
            failed.remove(partition);
            if (failed.isEmpty()) {
                recovery.over();
            }
        }
    }

    /** Others decode the rest of these partitions. */
    void leave(Collection<TopicPartition> partitions) {
        boolean waited = failed.keySet().removeAll(partitions);
        if (waited && failed.isEmpty()) {
            recovery.close();
        }
    }

    /** The table has everything before these offsets, by whomever. */
    void committed(Map<TopicPartition, Long> next) {
        leave(failed.keySet().stream()
                .filter(partition -> next.getOrDefault(partition, 0L) > failed.get(partition))
                .toList());
    }
}
