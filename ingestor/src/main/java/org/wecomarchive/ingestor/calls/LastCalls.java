package org.wecomarchive.ingestor.calls;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Publishes what is left of the call ledger when a task stops, with a producer of its own: Connect takes no more
 * records from a task that was told to stop.
 *
 * <p><b>Errors.</b> None are thrown: a stop goes on. What could not be sent is logged with its number of calls.
 * <b>Time.</b> At most about three seconds.
 */
public final class LastCalls {

    private static final Logger log = LoggerFactory.getLogger(LastCalls.class);
    private static final int REQUEST_MS = 1000;
    private static final int DELIVERY_MS = 2000;
    private static final Duration CLOSE = Duration.ofMillis(500);

    private final Map<String, Object> settings;
    private final SourceRecords records;

    /** Connects, when there is something to publish, with these client settings, at least {@code bootstrap.servers}. */
    public LastCalls(Map<String, ?> clientSettings, SourceRecords records) {
        this.records = records;
        this.settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    }

    /** Returns once they are acknowledged or have failed. */
    public void publish(List<SdkCalls> calls) {
        if (calls.isEmpty()) {
            return;
        }
        try {
            Producer<String, byte[]> producer = KafkaClients.open(
                    settings, () -> new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
            try {
                send(calls, producer);
            } finally {
                producer.close(CLOSE);
            }
        } catch (ExecutionException e) {
            report(calls, e.getCause());
        } catch (TimeoutException | KafkaException e) {
            report(calls, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report(calls, e);
        }
    }

    private void send(List<SdkCalls> calls, Producer<String, byte[]> producer)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<Future<RecordMetadata>> sent = calls.stream()
                .map(period -> producer.send(records.callsOnly(period)))
                .toList();
        for (Future<RecordMetadata> one : sent) {
            one.get(DELIVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static void report(List<SdkCalls> calls, Throwable why) {
        log.warn(
                "up to {} calls to WeCom are missing in the topic of calls, because they could not be written"
                        + " when the task stopped: {}",
                calls.stream().mapToLong(SdkCalls::getCount).sum(),
                why.getClass().getName());
    }
}
