package org.wecomarchive.sinkelasticsearch;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.connectplugin.ConnectCalls;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.TaskResources;
import org.wecomarchive.egress.UnresolvedEndpointsException;

/**
 * One task: hands records to its {@link Pipeline} and commits no offset before Elasticsearch has acknowledged all below it.
 *
 * <p><b>Threads.</b> Connect calls every method on the task's thread. {@link #start} makes no call; {@link #put} may ask the name
 * service until it has answered once, and waits for Elasticsearch and the registry only for a schema it does not know yet; {@link
 * #stop} returns within about ten seconds.
 */
public final class WeComArchiveElasticsearchSinkTask extends SinkTask {

    /** Which task of the connector this is; given by the connector. */
    static final String TASK = "task.number";

    private static final Logger log = LoggerFactory.getLogger(WeComArchiveElasticsearchSinkTask.class);

    private static final Duration LOOK_UP_AGAIN = Duration.ofSeconds(5);

    private final TaskResources open = new TaskResources();
    private Supplier<Pipeline> assembly = () -> {
        throw new IllegalStateException("not started");
    };
    private Optional<Pipeline> pipeline = Optional.empty();

    /** For Kafka Connect. */
    public WeComArchiveElasticsearchSinkTask() {}

    @Override
    public void start(Map<String, String> props) {
        ConnectCalls.run(() -> begin(props));
    }

    private void begin(Map<String, String> props) {
        SinkElasticsearchConfig config = new SinkElasticsearchConfig(props);
        boolean first = props.getOrDefault(TASK, "0").equals("0");
        assembly = () -> {
            config.requireAllowedEndpoints();
            return new Pipeline(config, context, Clock.systemUTC(), open, first);
        };
    }

    /** Built on first use, because it may have to wait for the name service. */
    private Pipeline pipeline() {
        if (pipeline.isEmpty()) {
            try {
                pipeline = Optional.of(assembly.get());
            } catch (UnresolvedEndpointsException e) {
                context.timeout(LOOK_UP_AGAIN.toMillis());
                throw new RetriableException(e.getMessage());
            }
            log.info("started");
        }
        return pipeline.get();
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        ConnectCalls.run(() -> pipeline().take(records));
    }

    /** Writes in flight from these partitions go on, but this task no longer commits their offsets. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        ConnectCalls.run(() -> pipeline.ifPresent(running -> running.forget(partitions)));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return ConnectCalls.answer(() ->
                pipeline.map(running -> running.committable(currentOffsets)).orElse(Map.of()));
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
