package org.wecomarchive.ingestor;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.cursor.LastRecord;
import org.wecomarchive.ingestor.cursor.OffsetChange;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.rawtopic.RawTopicSearch;

/**
 * Keeps an offset that an operator gives near what the raw topic holds of the corp. Nothing is said where the topic cannot be
 * asked or has no live record that WeCom could still serve.
 */
final class OffsetBound {

    private static final Logger log = LoggerFactory.getLogger(OffsetBound.class);

    private final IngestorConfig config;
    private final Timing timing;

    OffsetBound(IngestorConfig config, Timing timing) {
        this.config = config;
        this.timing = timing;
    }

    /** Throws as {@link OffsetChange#checkNear}. */
    void check(Map<? extends Map<String, ?>, ? extends Map<String, ?>> changes) {
        Optional<LastRecord> last = last();
        if (last.isPresent()) {
            OffsetChange.checkNear(last.get().seq(), changes);
        }
    }

    private Optional<LastRecord> last() {
        try (RawTopicSearch search = open()) {
            return search.highest(config.corpId(), config.topics().raw(), StartPosition.servedSince(config, timing));
        } catch (KafkaException e) {
            log.warn(
                    "the raw topic cannot be asked how far the corp was taken, so that a seq beyond it is not refused: {}",
                    e.getClass().getName());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private RawTopicSearch open() {
        config.requireAllowedEndpoints();
        return RawTopicSearch.open(config.kafkaSettings(), timing);
    }
}
