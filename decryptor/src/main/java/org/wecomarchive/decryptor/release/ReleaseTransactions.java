package org.wecomarchive.decryptor.release;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.schemas.Topics;

/**
 * Writes outcomes of one partition: each with the tombstone of its parked record, all in one transaction together with
 * offsets of the group, which are what fences a member that has lost the partition.
 */
final class ReleaseTransactions {

    private static final Logger log = LoggerFactory.getLogger(ReleaseTransactions.class);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;

    ReleaseTransactions(Producer<byte[], byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /**
     * Commits all, or nothing of it.
     *
     * @param partition of the parked topic, to which all belongs
     * @param more a record to be written with them
     * @return whether it was committed; if not, the group was in motion, and the same records may be tried again once the
     *     tail knows what is assigned
     * @throws org.apache.kafka.common.KafkaException when the producer cannot be used any more
     */
    boolean commit(
            ParkedPartition partition,
            List<ReleasedRecord> records,
            Optional<ProducerRecord<byte[], byte[]>> more,
            ParkedTail tail) {
        producer.beginTransaction();
        for (ReleasedRecord record : records) {
            send(record.written(topic(record)));
            if (record.isResolved()) {
                send(record.tombstone());
            }
        }
        more.ifPresent(this::send);
        try {
            producer.sendOffsetsToTransaction(tail.offsets(partition), tail.groupMetadata());
            producer.commitTransaction();
            return true;
        } catch (CommitFailedException e) {
            log.info("the group is in motion: {} records are released by whoever owns them then", records.size());
            producer.abortTransaction();
            return false;
        }
    }

    /** What fails, fails the commit. */
    private void send(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record);
    }

    private String topic(ReleasedRecord record) {
        return switch (record.outcome().destination()) {
            case EVENTS -> topics.events();
            case PARKED -> topics.parked();
            case DEAD_LETTERS -> topics.deadLetters();
            case ERASED -> topics.erased();
        };
    }
}
