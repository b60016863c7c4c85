package org.wecomarchive.sinkelasticsearch;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Pauses the task's partitions while too much is in flight, and resumes them when half of it is gone.
 *
 * <p>Connect calls a task only when records come or a time that the task asked for is over; so every call here asks for the
 * next one.
 */
final class FlowControl {

    private static final Logger log = LoggerFactory.getLogger(FlowControl.class);
    private static final Duration LOOK_WHILE_PAUSED = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SinkTaskContext context;
    private final long mostBytes;
    private final SinkMetrics metrics;
    private boolean paused;

    FlowControl(SinkTaskContext context, long mostBytes, SinkMetrics metrics) {
        this.context = context;
        this.mostBytes = mostBytes;
        this.metrics = metrics;
    }

    /** To be called at the end of every put. */
    void adapt(long inFlightBytes) {
        TopicPartition[] assigned = context.assignment().toArray(new TopicPartition[0]);
        if (inFlightBytes >= mostBytes) {
            if (!paused) {
                log.info("paused: elasticsearch is slower than the topic");
            }
            // Again each time: partitions may have been assigned meanwhile.
            context.pause(assigned);
            paused = true;
        } else if (paused && inFlightBytes <= mostBytes / 2) {
            context.resume(assigned);
            paused = false;
            log.info("resumed");
        }
        metrics.paused(paused);
        context.timeout((paused ? LOOK_WHILE_PAUSED : LOOK).toMillis());
    }
}
