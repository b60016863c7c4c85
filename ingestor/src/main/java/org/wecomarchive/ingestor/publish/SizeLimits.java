package org.wecomarchive.ingestor.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.BatchSize;

/**
 * Checks the size of records before Connect gets them: a producer that refuses a record ends the task with a failure
 * that does not name the setting.
 *
 * <p>The topic is asked for its limit with the first record, and again before a record is refused, since the limit may
 * have been raised meanwhile. For the fetch thread only.
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
        long bytes = upperBound(sent);
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

    /**
     * Upper bound in bytes of a batch with this record alone, before compression: those who write it to parked or dead
     * letters may compress differently or not at all.
     */
    static long upperBound(SourceRecord sent) {
        BatchSize batch = new BatchSize(bytes((String) sent.key()), ((byte[]) sent.value()).length);
        for (Header header : sent.headers()) {
            batch.addHeader(bytes(header.key()), bytes((String) header.value()));
        }
        return batch.upperBound();
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
