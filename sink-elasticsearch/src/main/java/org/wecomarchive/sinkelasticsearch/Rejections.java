package org.wecomarchive.sinkelasticsearch;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.sinkelasticsearch.offset.OffsetEntry;

/**
 * Events that can never become a document. Any thread adds one, the task's thread reports it. Its record is settled once the report
 * is written; without a reporter the task stops at it.
 */
final class Rejections {

    private static final Logger log = LoggerFactory.getLogger(Rejections.class);
    private static final long REPORT_SECONDS = 120;

    private final Optional<ErrantRecordReporter> reporter;
    private final SinkMetrics metrics;
    private final Queue<Rejection> waiting = new ConcurrentLinkedQueue<>();

    private record Rejection(SinkRecord record, OffsetEntry entry, String reasonType) {}

    Rejections(Optional<ErrantRecordReporter> reporter, SinkMetrics metrics) {
        this.reporter = reporter;
        this.metrics = metrics;
    }

    /** From any thread. */
    void add(SinkRecord sinkRecord, OffsetEntry entry, String reasonType) {
        metrics.rejected();
        waiting.add(new Rejection(sinkRecord, entry, reasonType));
    }

    /**
     * Reports the events that were added so far; on the task's thread.
     *
     * @throws FatalSinkException if there is no reporter
     */
    void report() {
        for (Rejection rejection = waiting.poll(); rejection != null; rejection = waiting.poll()) {
            report(rejection);
        }
    }

    private void report(Rejection rejection) {
        SinkRecord sinkRecord = rejection.record();
        String where = sinkRecord.topic() + "-" + sinkRecord.kafkaPartition() + "@" + sinkRecord.kafkaOffset();
        ErrantRecordReporter to = reporter.orElseThrow(() -> new FatalSinkException(where
                + " can never become a document (" + rejection.reasonType()
                + "): set errors.tolerance=all and errors.deadletterqueue.topic.name to keep such events aside"));
        log.error("{} can never become a document ({}); it goes to the dead letters", where, rejection.reasonType());
        await(to.report(sinkRecord, new RejectedDocumentException(rejection.reasonType())));
        rejection.entry().settle();
    }

    private static void await(Future<Void> report) {
        try {
            report.get(REPORT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while a dead letter is written");
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException(
                    "a dead letter could not be written: " + e.getClass().getSimpleName());
        }
    }
}
