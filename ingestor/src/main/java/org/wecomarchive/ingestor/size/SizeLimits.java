package org.wecomarchive.ingestor.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.wecomarchive.schemas.Topics;

/**
 * Measures records before Connect gets them: a producer that meets one over its limit would end the task with a failure
 * that does not say what to raise.
 *
 * <p>The topic is asked for its limit with the first record, and again before a record is refused, since the limit may have
 * been raised meanwhile. For the fetch thread only.
 */
public final class SizeLimits {

    private final Topics topics;
    private final List<SizeLimit> ofProducer;
    private final Supplier<Optional<SizeLimit>> ofTopic;
    private long fits = -1;

    /**
     * Limits of the raw topic.
     *
     * @param topics what an operator may have to change
     * @param ofProducer those that are known of the producer
     * @param ofTopic asks the brokers; empty where they do not tell
     */
    public SizeLimits(Topics topics, List<SizeLimit> ofProducer, Supplier<Optional<SizeLimit>> ofTopic) {
        this.topics = topics;
        this.ofProducer = List.copyOf(ofProducer);
        this.ofTopic = ofTopic;
    }

    /**
     * Returns the record, which has the headers of the raw topic, if it fits.
     *
     * @throws OversizedRecordException when it does not
     * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer
     */
    public SourceRecord requireFit(SourceRecord sent) {
        long bytes = RecordSize.upperBound(sent);
        if (bytes > fits) {
            List<SizeLimit> limits = new ArrayList<>(ofProducer);
            ofTopic.get().ifPresent(limits::add);
            List<SizeLimit> exceeded =
                    limits.stream().filter(limit -> bytes > limit.bytes()).toList();
            if (!exceeded.isEmpty()) {
                throw new OversizedRecordException(sent, bytes, exceeded, topics);
            }
            fits = limits.stream().mapToLong(SizeLimit::bytes).min().orElse(Long.MAX_VALUE);
        }
        return sent;
    }
}
