package org.wecomarchive.sinkelasticsearch;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Notices an Elasticsearch that was emptied or replaced while the connector was stopped: it held nothing of ours, and the topic
 * is not read from its beginning. The task that made the index of recalls reports it once. For the task's thread only.
 */
final class EmptyIndexCheck {

    private static final Logger log = LoggerFactory.getLogger(EmptyIndexCheck.class);

    private final IndexCatalog catalog;
    private final SinkMetrics metrics;
    private final Set<TopicPartition> seen = new HashSet<>();
    private Optional<String> readFrom = Optional.empty();
    private boolean reported;

    EmptyIndexCheck(IndexCatalog catalog, SinkMetrics metrics) {
        this.catalog = catalog;
        this.metrics = metrics;
    }

    /** To be called with the records of every put: the index may be made later than the first of them comes. */
    void look(Collection<SinkRecord> records) {
        records.forEach(this::remember);
        if (!reported && readFrom.isPresent() && catalog.startedEmpty()) {
            reported = true;
            metrics.indexLost();
            log.error(
                    "elasticsearch had no index of this connector, and the topic is read from {} on: to index what"
                            + " lies before it, stop the connector, set its offsets to the beginning and resume it",
                    readFrom.get());
        }
    }

    private void remember(SinkRecord sinkRecord) {
        TopicPartition partition = new TopicPartition(sinkRecord.topic(), sinkRecord.kafkaPartition());
        if (seen.add(partition) && sinkRecord.kafkaOffset() > 0 && readFrom.isEmpty()) {
            readFrom = Optional.of(partition + "@" + sinkRecord.kafkaOffset());
        }
    }
}
