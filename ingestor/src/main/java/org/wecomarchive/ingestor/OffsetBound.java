package org.wecomarchive.ingestor;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.cursor.OffsetChange;
import org.wecomarchive.ingestor.cursor.TailRecord;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.tail.RawTail;

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
        Optional<TailRecord> last = last();
        if (last.isPresent()) {
            OffsetChange.checkNear(last.get().seq(), changes);
        }
    }

    private Optional<TailRecord> last() {
        try (RawTail tail = open()) {
            return tail.highest(config.corpId(), config.topics().raw(), StartPosition.servedSince(config, timing));
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

    private RawTail open() {
        config.requireAllowedEndpoints();
        return RawTail.open(config.kafkaSettings(), timing);
    }
}
