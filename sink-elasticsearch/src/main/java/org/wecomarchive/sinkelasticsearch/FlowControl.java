package org.wecomarchive.sinkelasticsearch;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Pauses the task's partitions while too much is in flight, resumes them when half of it is gone, and asks for a commit when
 * all of it is.
 *
 * <p>Connect calls a task only when records come or when a time-out ends that the task asked for. So every call here asks for the
 * next time-out.
 */
final class FlowControl {

    private static final Logger log = LoggerFactory.getLogger(FlowControl.class);
    private static final Duration LOOK_IN_FLIGHT = Duration.ofMillis(100);
    private static final Duration LOOK_IDLE = Duration.ofSeconds(1);

    private final SinkTaskContext context;
    private final long mostBytes;
    private final SinkMetrics metrics;
    private boolean paused;
    private boolean uncommitted;

    FlowControl(SinkTaskContext context, long mostBytes, SinkMetrics metrics) {
        this.context = context;
        this.mostBytes = mostBytes;
        this.metrics = metrics;
    }

    /**
     * To be called at the end of every put.
     *
     * @param taken records of this put
     * @param inFlightBytes of this and earlier ones
     */
    void adapt(int taken, long inFlightBytes) {
        uncommitted |= taken > 0;
        commitWhatIsWritten(inFlightBytes);
        pauseOrResume(inFlightBytes);
        context.timeout((uncommitted ? LOOK_IN_FLIGHT : LOOK_IDLE).toMillis());
    }

    /**
     * To be called instead when the same records have to come again: Connect itself has paused the partitions until then.
     *
     * @param pause until then
     */
    void waitFor(Duration pause, long inFlightBytes) {
        commitWhatIsWritten(inFlightBytes);
        boolean looksEarlier = uncommitted && pause.compareTo(LOOK_IDLE) > 0;
        context.timeout(Math.max(1, (looksEarlier ? LOOK_IDLE : pause).toMillis()));
    }

    private void commitWhatIsWritten(long inFlightBytes) {
        if (uncommitted && inFlightBytes == 0) {
            // Everything is written: with a commit the group's lag says so, and a restart reads none of it again.
            context.requestCommit();
            uncommitted = false;
        }
    }

    private void pauseOrResume(long inFlightBytes) {
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
    }
}
