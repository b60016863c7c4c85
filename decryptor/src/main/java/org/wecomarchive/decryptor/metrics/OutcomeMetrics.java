package org.wecomarchive.decryptor.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.streams.StreamsMetrics;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.decryption.Phase;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;

/**
 * The decryptor's figures, as Kafka metrics of the group {@code wecom-decryptor}, shared by all tasks of an instance.
 *
 * <p>Counters whose tags are a closed set are there from the start, at 0: a rate or an increase misses the step to a series' first
 * value.
 *
 * <ul>
 *   <li>{@code wecom_decrypt_records_total{outcome,reason}}: records by outcome, counted when they are forwarded; after an
 *       aborted transaction a record counts again. The sum grows with the raw topic; alert when it stands still while the
 *       group's lag does not. Alert on any growth of {@code outcome="dead-letters"}.
 *   <li>{@code wecom_decrypt_missing_key_total{corp,version}}: records parked for want of a key file, at most
 *       {@value #MOST_MISSING_KEYS} pairs, then {@code other}. Says which key is missing; alert on growth of the records with
 *       {@code outcome="parked",reason="missing-key"}: a key was rotated and not installed.
 *   <li>{@code wecom_decrypt_seconds_avg|max|total{phase}}: time of {@code rsa}, {@code payload} and {@code parse}; of a call for
 *       a batch each record has an equal share.
 *   <li>{@code wecom_e2e_latency_seconds_avg|max|total}: from {@code sent_at} to the event; alert above the promised latency
 *       unless a backlog is being worked off.
 *   <li>{@code wecom_rsa_provider{provider}}: 1 for the provider in use; alert on {@code jdk}.
 *   <li>{@code wecom_key_files_usable}, {@code wecom_key_files_refused}: alert when any is refused.
 *   <li>{@code wecom_sdk_process_starts_total}, {@code wecom_sdk_process_losses_total{kind}}: starts are one more than
 *       losses; alert on more than a few an hour.
 *   <li>{@code wecom_decrypt_ahead_hits_total}, {@code wecom_decrypt_ahead_inline_total}: records decrypted by the pool and
 *       by the stream's own threads, as all are that become no event. Under load, few hits with few of those mean that
 *       {@code decrypt.ahead.max.bytes} is too small.
 *   <li>{@code wecom_decrypt_ahead_bytes}, {@code wecom_decrypt_ahead_waiting}: raw values and results, and records, held
 *       for the stream. {@code wecom_decrypt_ahead_wait_seconds_total}: time the stream's threads waited for the pool;
 *       when it grows by nearly a second a second, the pool is the limit.
 * </ul>
 */
public final class OutcomeMetrics {

    static final String GROUP = "wecom-decryptor";
    private static final int MOST_MISSING_KEYS = 100;
    private static final String NO_REASON = "none";
    private static final Map<String, String> OTHER_KEYS = Map.of("corp", "other", "version", "other");
    private static final double NANOS_OF_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final StreamsMetrics metrics;
    private final InstantSource clock;
    private final Set<Map<String, String>> missingKeys = ConcurrentHashMap.newKeySet();

    /** @param figures what other parts of the program show */
    public OutcomeMetrics(StreamsMetrics metrics, List<Figure> figures, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        beginAtZero();
        figures.forEach(figure -> sensor(
                figure.name(),
                figure.tags(),
                sensor -> sensor.add(
                        new MetricName(figure.name(), GROUP, figure.description(), figure.tags()),
                        new Reading(figure.value()))));
    }

    private void beginAtZero() {
        records(Destination.EVENTS, NO_REASON);
        records(Destination.ERASED, NO_REASON);
        for (ParkedReason reason : ParkedReason.values()) {
            records(Destination.PARKED, reason.text());
        }
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            records(Destination.DEAD_LETTERS, reason.text());
        }
        missingKeys(OTHER_KEYS);
        for (Phase phase : Phase.values()) {
            phase(phase);
        }
        endToEnd();
    }

    /** A record has got its outcome. */
    public void record(Decryption decryption) {
        Outcome outcome = decryption.outcome();
        String reason = outcome.reason().orElse(NO_REASON);
        records(outcome.destination(), reason).record();
        decryption.nanos().forEach((phase, nanos) -> phase(phase).record(nanos / NANOS_OF_A_SECOND));
        if (reason.equals(ParkedReason.MISSING_KEY.text())) {
            outcome.identity().ifPresent(identity -> missingKey(identity).record());
        }
        Optional<Duration> latency = outcome.sentAt().map(sentAt -> Duration.between(sentAt, clock.instant()));
        latency.ifPresent(age -> endToEnd().record(age.toMillis() / 1000.0));
    }

    private Sensor records(Destination destination, String reason) {
        return counter(
                "wecom_decrypt_records_total",
                "records by outcome",
                Map.of("outcome", destination.text(), "reason", reason));
    }

    private Sensor missingKey(RecordIdentity identity) {
        Map<String, String> tag = Map.of("corp", identity.corpId(), "version", Long.toString(identity.keyVersion()));
        if (!missingKeys.contains(tag)
                && (missingKeys.size() >= MOST_MISSING_KEYS || identity.corpId().length() > 64)) {
            tag = OTHER_KEYS;
        }
        missingKeys.add(tag);
        return missingKeys(tag);
    }

    private Sensor missingKeys(Map<String, String> tag) {
        return counter("wecom_decrypt_missing_key_total", "records parked for want of a key", tag);
    }

    private Sensor phase(Phase phase) {
        return durations(
                "wecom_decrypt_seconds",
                "seconds of a phase",
                Map.of("phase", phase.name().toLowerCase(Locale.ROOT)));
    }

    private Sensor endToEnd() {
        return durations("wecom_e2e_latency_seconds", "seconds from sending to the event", Map.of());
    }

    private Sensor counter(String name, String description, Map<String, String> tags) {
        return sensor(
                name, tags, sensor -> sensor.add(new MetricName(name, GROUP, description, tags), new CumulativeSum()));
    }

    private Sensor durations(String name, String description, Map<String, String> tags) {
        return sensor(name, tags, sensor -> {
            sensor.add(new MetricName(name + "_avg", GROUP, "average " + description, tags), new Avg());
            sensor.add(new MetricName(name + "_max", GROUP, "most " + description, tags), new Max());
            sensor.add(new MetricName(name + "_total", GROUP, "sum of " + description, tags), new CumulativeSum());
        });
    }

    /** The same sensor for every task of the instance; the first one adds its metrics. */
    private Sensor sensor(String name, Map<String, String> tags, Consumer<Sensor> adding) {
        Sensor sensor = metrics.addSensor(name + tags, Sensor.RecordingLevel.INFO);
        if (!sensor.hasMetrics()) {
            adding.accept(sensor);
        }
        return sensor;
    }

    /** A value that is looked up when somebody reads the metric. */
    private record Reading(DoubleSupplier value) implements MeasurableStat {

        @Override
        public double measure(MetricConfig config, long nowMs) {
            return value.getAsDouble();
        }

        @Override
        public void record(MetricConfig config, double ignored, long timeMs) {
            throw new UnsupportedOperationException("a reading is not recorded");
        }
    }
}
