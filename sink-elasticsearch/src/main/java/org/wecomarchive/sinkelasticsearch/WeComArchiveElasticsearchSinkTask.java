package org.wecomarchive.sinkelasticsearch;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.connectplugin.ConnectCalls;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.TaskResources;

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

    private final TaskResources open = new TaskResources();
    private Optional<Pipeline> pipeline = Optional.empty();

    /** For Kafka Connect. */
    public WeComArchiveElasticsearchSinkTask() {}

    @Override
    public void start(Map<String, String> props) {
        ConnectCalls.run(() -> begin(props));
    }

    private void begin(Map<String, String> props) {
        SinkElasticsearchConfig config = new SinkElasticsearchConfig(props);
        config.requireAllowedEndpoints();
        boolean first = props.getOrDefault(TASK, "0").equals("0");
        pipeline = Optional.of(new PipelineParts(config, context, Clock.systemUTC(), open).assemble(first));
        log.info("started");
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        ConnectCalls.run(() -> pipeline.orElseThrow().take(records));
    }

    /** What was taken of these partitions and is still in flight goes on, and is no longer this task's to commit. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        ConnectCalls.run(() -> pipeline.ifPresent(running -> running.forget(partitions)));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return ConnectCalls.answer(() -> pipeline.orElseThrow().committable(currentOffsets));
    }

    @Override
    public void stop() {
        open.close();
        log.info("stopped");
    }

    @Override
    public String version() {
        return PluginVersion.of(WeComArchiveElasticsearchSinkTask.class);
    }
}
