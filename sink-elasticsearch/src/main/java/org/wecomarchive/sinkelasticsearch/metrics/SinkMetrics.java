package org.wecomarchive.sinkelasticsearch.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.wecomarchive.connectplugin.MetricRegistrar;
import org.wecomarchive.recovery.Recoveries;

/**
 * The figures of one task, in Connect's registry (JMX {@code kafka.connect:type=plugins}, tags connector and task).
 *
 * <ul>
 *   <li>{@code wecom_search_documents_total}: writes that Elasticsearch acknowledged, tag outcome: {@code written}, or {@code
 *       existed} for documents that were there already. Alert when written does not increase in working hours.
 *   <li>{@code wecom_search_rejections_total}: events that can never become a document. Alert when above 0.
 *   <li>{@code wecom_search_retries_total}: writes sent again. Alert when the rate stays above that of documents.
 *   <li>{@code wecom_search_bulks_total}, {@code wecom_search_bulk_seconds_total}, {@code wecom_search_bulk_last_seconds}: requests,
 *       their duration, the last one's. Alert when the mean stays above 10.
 *   <li>{@code wecom_search_in_flight_bytes}, {@code wecom_search_in_flight_documents}: taken and not yet acknowledged.
 *   <li>{@code wecom_search_paused}: 1 while partitions are paused because that is too much. Alert when 1 for 10 minutes.
 *   <li>{@code wecom_search_latency_last_seconds}, {@code wecom_search_latency_seconds_total} over {@code
 *       wecom_search_latency_events_total}: from {@code sent_at} to the acknowledgement, live messages only. Alert when the mean
 *       stays above 60.
 *   <li>{@code wecom_search_indices_lost_total}: indices that were gone and were made again, empty. Alert when above 0: set the
 *       connector's offsets to the beginning.
 *   <li>{@code wecom_search_recalls_pending}: recalls whose message is not there yet; on the task that looks for them. Alert when
 *       it grows for a day.
 *   <li>{@code wecom_search_state}: 0 starting, 1 writing, 2 backing off, 3 waiting for a person: the worst of all bulks,
 *       of the recalls and of the schemas. Alert when 3, and when 2 for 10 minutes.
 * </ul>
 *
 * Thread-safe.
 */
public final class SinkMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Clock clock;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong existed = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicLong bulks = new AtomicLong();
    private final AtomicLong bulkNanos = new AtomicLong();
    private final AtomicLong lastBulkNanos = new AtomicLong();
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final AtomicLong inFlightDocuments = new AtomicLong();
    private final AtomicLong paused = new AtomicLong();
    private final AtomicLong latencyMillis = new AtomicLong();
    private final AtomicLong lastLatencyMillis = new AtomicLong();
    private final AtomicLong latencyEvents = new AtomicLong();
    private final AtomicLong indicesLost = new AtomicLong();
    private final AtomicLong recallsPending = new AtomicLong();

    public SinkMetrics(PluginMetrics metrics, Clock clock, Recoveries recoveries) {
        this.clock = clock;
        MetricRegistrar registrar = new MetricRegistrar(metrics);
        registerDocuments(registrar);
        registerBulks(registrar);
        registerLatency(registrar);
        registrar.add(
                "wecom_search_indices_lost_total", "Indices that were gone and were made again.", indicesLost::get);
        registrar.add("wecom_search_recalls_pending", "Recalls whose message is not there yet.", recallsPending::get);
        registrar.add(
                "wecom_search_state",
                "0 starting, 1 writing, 2 backing off, 3 waiting for a person.",
                () -> recoveries.state().code());
    }

    private void registerDocuments(MetricRegistrar registrar) {
        String documents = "wecom_search_documents_total";
        registrar.add(documents, "Acknowledged writes.", Map.of("outcome", "written"), written::get);
        registrar.add(documents, "Acknowledged writes.", Map.of("outcome", "existed"), existed::get);
        registrar.add("wecom_search_rejections_total", "Events that can never become a document.", rejected::get);
        registrar.add("wecom_search_retries_total", "Writes sent again.", retried::get);
    }

    private void registerBulks(MetricRegistrar registrar) {
        registrar.add("wecom_search_bulks_total", "Bulk requests.", bulks::get);
        registrar.add("wecom_search_bulk_seconds_total", "Time spent in bulk requests.", () -> bulkNanos.get() / NANOS);
        registrar.add(
                "wecom_search_bulk_last_seconds",
                "Duration of the last bulk request.",
                () -> lastBulkNanos.get() / NANOS);
        registrar.add("wecom_search_in_flight_bytes", "Bytes taken and not acknowledged.", inFlightBytes::get);
        registrar.add(
                "wecom_search_in_flight_documents", "Documents taken and not acknowledged.", inFlightDocuments::get);
        registrar.add("wecom_search_paused", "1 while partitions are paused.", paused::get);
    }

    private void registerLatency(MetricRegistrar registrar) {
        registrar.add(
                "wecom_search_latency_seconds_total",
                "Sum of the times from sent_at to the acknowledgement.",
                () -> latencyMillis.get() / MILLIS);
        registrar.add(
                "wecom_search_latency_last_seconds",
                "Time from sent_at to the acknowledgement of the last live message.",
                () -> lastLatencyMillis.get() / MILLIS);
        registrar.add("wecom_search_latency_events_total", "Messages in that sum.", latencyEvents::get);
    }

    public void written() {
        written.incrementAndGet();
    }

    public void existed() {
        existed.incrementAndGet();
    }

    public void rejected() {
        rejected.incrementAndGet();
    }

    public void retried(int documents) {
        retried.addAndGet(documents);
    }

    public void bulkTook(Duration time) {
        bulks.incrementAndGet();
        bulkNanos.addAndGet(time.toNanos());
        lastBulkNanos.set(time.toNanos());
    }

    public void inFlight(long documents, long bytes) {
        inFlightDocuments.set(documents);
        inFlightBytes.set(bytes);
    }

    public void paused(boolean now) {
        paused.set(now ? 1 : 0);
    }

    /** Counts a live message that is on disk, by the moment it was sent. */
    public void indexed(Instant sentAt) {
        long millis = Duration.between(sentAt, clock.instant()).toMillis();
        latencyMillis.addAndGet(millis);
        lastLatencyMillis.set(millis);
        latencyEvents.incrementAndGet();
    }

    /** Counts an index that was lost with its documents. */
    public void indexLost() {
        indicesLost.incrementAndGet();
    }

    public void recallsPending(long count) {
        recallsPending.set(count);
    }
}
