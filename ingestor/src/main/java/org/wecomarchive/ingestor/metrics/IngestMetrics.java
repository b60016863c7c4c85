package org.wecomarchive.ingestor.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.wecomarchive.callledger.CallResult;
import org.wecomarchive.connectplugin.MetricRegistrar;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkMonitor;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.schemas.Delivery;

/**
 * The figures of one task, in Connect's registry (JMX {@code kafka.connect:type=plugins}, tags connector and task).
 *
 * <ul>
 *   <li>{@code wecom_caught_up_age_seconds}: time since everything available had been taken: since the last empty page,
 *       or since the first of two successive pages with less than half of the records asked for. While behind after a
 *       gap: since the oldest record was sent that the last page could have had. At least the retention if nothing is
 *       known. Alert when above 900.
 *   <li>{@code wecom_time_left_seconds}: until WeCom drops records that were not pulled, the source's retention less
 *       that age; negative once it has. Alert when below 86400, page when below 21600.
 *   <li>{@code wecom_sdk_calls_total}: calls, tags function, code, errcode. Alert when the rate of code or errcode
 *       other than 0 stays above 0 for 10 minutes.
 *   <li>{@code wecom_sdk_crashes_total} and {@code wecom_sdk_process_starts_total}: losses and starts of the library's
 *       process. Alert when crashes increase by more than 3 in an hour.
 *   <li>{@code wecom_records_published_total}: committed raw records, tag delivery. Alert when live does not increase
 *       during working hours.
 *   <li>{@code wecom_duplicates_dropped_total}: records that came twice in a page with the same content; informational.
 *   <li>{@code wecom_unknown_fields_total}: fields of pages and of their records that are unknown, doubled or not of
 *       their type; those of records are kept in the raw record. Alert when it begins to increase: WeCom's format has
 *       changed.
 *   <li>{@code wecom_page_limit}: records asked for. Alert when below the configured limit for an hour.
 *   <li>{@code wecom_sdk_call_seconds_total}, {@code wecom_sdk_call_last_seconds}: duration of calls. Alert when the
 *       rate over the rate of calls stays near {@code call.timeout.ms}.
 *   <li>{@code wecom_state}: 0 starting, 1 pulling, 2 backing off, 3 waiting for a person. Alert when 3, and when 2 for
 *       10 minutes; {@code wecom_failure_code} then holds the code, 0 for a failure without one, and
 *       {@code wecom_failure}, a text, what failed and what to do; both are empty while nothing is wrong.
 *   <li>{@code wecom_seq}, {@code wecom_high_seq}: last seq taken, highest seq ever taken. Different during a replay.
 *   <li>{@code wecom_superseded}: 1 once another task of a connector with this name has pulled the corp since this one
 *       started. In one Connect cluster such a task ends within seconds; in two it publishes everything twice. Alert
 *       when 1 for 5 minutes.
 *   <li>{@code wecom_gaps_total}: gap records since the task started. Alert when above 0.
 * </ul>
 *
 * Thread-safe.
 */
public final class IngestMetrics implements SdkMonitor {

    private static final double NANOS = 1e9;

    private final Clock clock;
    private final Duration retention;
    private final CallCounters calls;
    private final AtomicReference<Instant> caughtUp;
    private final AtomicLong callNanos = new AtomicLong();
    private final AtomicLong lastCallNanos = new AtomicLong();
    private final AtomicLong crashes = new AtomicLong();
    private final AtomicLong processStarts = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong unknownFields = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong seq = new AtomicLong();
    private final AtomicLong high = new AtomicLong();
    private final AtomicLong pageLimit = new AtomicLong();
    private final AtomicLong failureCode = new AtomicLong();
    private final AtomicLong superseded = new AtomicLong();
    private final Recoveries recoveries;
    private final Map<Delivery, AtomicLong> published = new EnumMap<>(Delivery.class);

    public IngestMetrics(PluginMetrics metrics, Clock clock, Duration retention, Recoveries recoveries) {
        this.clock = clock;
        this.retention = retention;
        this.recoveries = recoveries;
        this.caughtUp = new AtomicReference<>(clock.instant().minus(retention));
        MetricRegistrar registrar = new MetricRegistrar(metrics);
        this.calls = new CallCounters(registrar);
        registerTimes(registrar);
        registerCounters(registrar);
        registerPositions(registrar);
        for (Delivery delivery : List.of(Delivery.LIVE, Delivery.REPLAYED)) {
            AtomicLong counter = new AtomicLong();
            published.put(delivery, counter);
            registrar.add(
                    "wecom_records_published_total",
                    "Raw records committed to Kafka.",
                    Map.of("delivery", delivery.text()),
                    counter::get);
        }
    }

    private void registerTimes(MetricRegistrar registrar) {
        registrar.add(
                "wecom_caught_up_age_seconds",
                "Time since everything there was had been taken.",
                () -> age().toSeconds());
        registrar.add("wecom_time_left_seconds", "Time until WeCom drops records that were not pulled.", () -> retention
                .minus(age())
                .toSeconds());
        registrar.add("wecom_sdk_call_seconds_total", "Time spent in calls to WeCom.", () -> callNanos.get() / NANOS);
        registrar.add(
                "wecom_sdk_call_last_seconds",
                "Duration of the last call to WeCom.",
                () -> lastCallNanos.get() / NANOS);
    }

    private void registerCounters(MetricRegistrar registrar) {
        registrar.add("wecom_sdk_crashes_total", "Losses of the library's process.", crashes::get);
        registrar.add("wecom_sdk_process_starts_total", "Starts of the library's process.", processStarts::get);
        registrar.add("wecom_duplicates_dropped_total", "Equal records with the seq before.", duplicates::get);
        registrar.add(
                "wecom_unknown_fields_total", "Fields of pages and their records without a place.", unknownFields::get);
        registrar.add("wecom_gaps_total", "Gap records since the task started.", gaps::get);
    }

    private void registerPositions(MetricRegistrar registrar) {
        registrar.add("wecom_seq", "Last seq taken.", seq::get);
        registrar.add("wecom_high_seq", "Highest seq ever taken.", high::get);
        registrar.add("wecom_page_limit", "Records asked for in a page.", pageLimit::get);
        registrar.add("wecom_state", "0 starting, 1 pulling, 2 backing off, 3 waiting for a person.", () -> recoveries
                .state()
                .code());
        registrar.add(
                "wecom_superseded",
                "1 once another task of a connector with this name pulls the corp.",
                superseded::get);
        registrar.add("wecom_failure_code", "Code of the failure being waited for.", failureCode::get);
        registrar.addText(
                "wecom_failure",
                "The failure being waited for, and what to do.",
                () -> recoveries.failure().map(Failure::sentence).orElse(""));
    }

    private Duration age() {
        return Duration.between(caughtUp.get(), clock.instant());
    }

    public void called(CallResult result, Duration took) {
        calls.count(result);
        callNanos.addAndGet(took.toNanos());
        lastCallNanos.set(took.toNanos());
    }

    /**
     * Sets the position of the task; before the first call it is unknown.
     *
     * @param accountedUpTo everything sent before was taken or is listed as a gap
     */
    public void at(Cursor cursor, Instant accountedUpTo) {
        seq.set(cursor.seq());
        high.set(cursor.high());
        caughtUp.set(accountedUpTo);
    }

    public void duplicatesDropped(int count) {
        duplicates.addAndGet(count);
    }

    public void unknownFields(int count) {
        unknownFields.addAndGet(count);
    }

    public void gapFound() {
        gaps.incrementAndGet();
    }

    public void pageLimit(int limit) {
        pageLimit.set(limit);
    }

    /** The vendor's code of the failure that is being waited for; 0 for one without a code, and for none. */
    public void failureCode(int code) {
        failureCode.set(code);
    }

    /** Another task of a connector with this name pulls the corp. */
    public void superseded() {
        superseded.set(1);
    }

    /** A raw record was committed; other deliveries than live and replayed are not this module's. */
    public void published(Delivery delivery) {
        published.get(delivery).incrementAndGet();
    }

    @Override
    public void processStarted() {
        processStarts.incrementAndGet();
    }

    @Override
    public void processLost(SdkCrashException.Kind kind) {
        crashes.incrementAndGet();
    }
}
