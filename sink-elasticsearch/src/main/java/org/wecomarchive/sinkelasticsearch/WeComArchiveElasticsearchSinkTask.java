package org.wecomarchive.sinkelasticsearch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: hands records to its {@link Pipeline} and commits no offset before Elasticsearch has acknowledged all below it.
 *
 * <p><b>Threads.</b> Connect calls every method on the task's thread. {@link #start} makes no call to Elasticsearch or the
 * registry, but may ask the name service; {@link #put} waits for neither, except for a schema it does not know yet; {@link
 * #stop} returns within about ten seconds.
 */
public final class WeComArchiveElasticsearchSinkTask extends SinkTask {

    /** Which task of the connector this is; given by the connector. */
    static final String TASK = "task.number";

    private static final Logger log = LoggerFactory.getLogger(WeComArchiveElasticsearchSinkTask.class);

    private final List<AutoCloseable> open = new ArrayList<>();
    private Optional<Pipeline> pipeline = Optional.empty();

    /** For Kafka Connect. */
    public WeComArchiveElasticsearchSinkTask() {}

    @Override
    public void start(Map<String, String> props) {
        SinkElasticsearchConfig config = new SinkElasticsearchConfig(props);
        config.requireAllowedEndpoints();
        boolean first = props.getOrDefault(TASK, "0").equals("0");
        pipeline = Optional.of(new PipelineParts(config, context, Clock.systemUTC(), open).assemble(first));
        log.info("started");
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        pipeline.orElseThrow().take(records);
    }

    /** What was taken of these partitions and is still in flight goes on, and is no longer this task's to commit. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        pipeline.ifPresent(running -> running.forget(partitions));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return pipeline.orElseThrow().committable(currentOffsets);
    }

    @Override
    public void stop() {
        Collections.reverse(open);
        open.forEach(WeComArchiveElasticsearchSinkTask::close);
        open.clear();
        log.info("stopped");
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.warn(
                    "closing {} failed: {}",
                    resource.getClass().getSimpleName(),
                    e.getClass().getName());
        }
    }

    @Override
    public String version() {
        return PluginVersion.text();
    }
}
