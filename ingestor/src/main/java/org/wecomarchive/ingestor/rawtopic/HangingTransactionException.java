package org.wecomarchive.ingestor.rawtopic;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A transaction stays open in the raw topic for so long that its coordinator may have forgotten it, which can happen
 * after a hard kill of all brokers at once. Then only a person can end it; the message says how.
 */
public final class HangingTransactionException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells of a partition whose committed records cannot be seen to its end.
     *
     * @param lastStableOffset where the oldest open transaction begins
     * @param end where the partition ended when the wait began, above {@code lastStableOffset}
     */
    public HangingTransactionException(TopicPartition partition, long lastStableOffset, long end) {
        super("a transaction stays open in partition " + partition.partition() + " of topic " + partition.topic()
                + ": the last stable offset is " + lastStableOffset + ", the end " + end
                + ", and nobody can see what is committed between them; the connector waits until it ends."
                + " If kafka-transactions.sh --bootstrap-server <brokers> find-hanging --topic " + partition.topic()
                + " --partition " + partition.partition() + " lists it, end it with kafka-transactions.sh"
                + " --bootstrap-server <brokers> abort --topic " + partition.topic() + " --partition "
                + partition.partition() + " --start-offset " + lastStableOffset
                + ". If kafka-transactions.sh describe says CompleteCommit of its producer, the stored offset may count the"
                + " records that the abort takes away: then stop the connector before, and PATCH its offset in Kafka Connect"
                + " after it, seq and high the last seq that the raw topic holds of the corp");
    }
}
