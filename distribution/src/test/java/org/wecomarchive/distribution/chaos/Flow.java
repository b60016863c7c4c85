package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.wecomarchive.distribution.site.ColdTables;
import org.wecomarchive.distribution.site.SearchStore;
import org.wecomarchive.distribution.site.Site;

/**
 * Watches how fresh each store is: when the newest record that it shows was fetched, or, in the search index, sent. After an action has
 * ended, records flow again once every store shows a record that is younger than that. Safe for use by several threads.
 */
final class Flow implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final String RAW = "raw";
    private static final String EVENTS = "events";
    private static final String SEARCH = "search";
    private static final String COLD_RAW = "cold raw";
    private static final String COLD_EVENTS = "cold events";

    private final Timeline timeline;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Instant> freshest = new TreeMap<>();
    private final List<Wound> open = new ArrayList<>();
    private Duration longest = Duration.ZERO;

    Flow(Timeline timeline, SearchStore search) {
        this.timeline = timeline;
        for (String store : List.of(RAW, EVENTS, SEARCH, COLD_RAW, COLD_EVENTS)) {
            freshest.put(store, Instant.EPOCH);
        }
        start("topics", this::watchTopics);
        start("search", () -> repeat(() -> saw(SEARCH, search.newest())));
        start("cold", () -> repeat(this::lookAtTables));
    }

    /** What ended when, and has not healed. */
    private record Wound(String action, Instant end) {}

    /** One look, which fails while a server is away. */
    @FunctionalInterface
    private interface Look {
        void look() throws IOException, InterruptedException;
    }

    /** An action has ended now. */
    synchronized void ended(String action) {
        open.add(new Wound(action, timeline.now()));
    }

    /** Whether records flow again after each action. */
    synchronized boolean healed() {
        return open.isEmpty();
    }

    /** The longest time from the end of an action until records flowed again. */
    synchronized Duration longest() {
        return longest;
    }

    /** Which stores have shown nothing new since the last action ended. */
    synchronized List<String> behind() {
        return open.isEmpty()
                ? List.of()
                : freshest.entrySet().stream()
                        .filter(store -> store.getValue()
                                .isBefore(open.get(open.size() - 1).end()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private synchronized void saw(String store, Instant fetched) {
        freshest.merge(store, fetched, (before, now) -> now.isAfter(before) ? now : before);
        Instant oldest = freshest.values().stream().min(Instant::compareTo).orElseThrow();
        open.removeIf(wound -> {
            boolean heals = oldest.isAfter(wound.end());
            if (heals) {
                Duration took = Duration.between(wound.end(), timeline.now());
                longest = took.compareTo(longest) > 0 ? took : longest;
                timeline.say("records flow " + took.toSeconds() + " s after: " + wound.action());
            }
            return heals;
        });
    }

    private void watchTopics() {
        repeat(() -> {
            try (KafkaConsumer<byte[], Integer> consumer = consumer()) {
                while (closed.getCount() > 0) {
                    readOn(consumer);
                }
            }
        });
    }

    private static KafkaConsumer<byte[], Integer> consumer() throws IOException {
        Map<String, Object> settings = new HashMap<>(Site.kafka());
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "latest");
        settings.put("enable.auto.commit", false);
        settings.put("metadata.max.age.ms", 5_000);
        settings.put("fetch.max.bytes", 8 * 1024 * 1024);
        Deserializer<Integer> size = (topic, value) -> value == null ? 0 : value.length;
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), size);
    }

    /** New partitions included. */
    private void readOn(KafkaConsumer<byte[], Integer> consumer) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : List.of(Site.TOPICS.raw(), Site.TOPICS.events())) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        if (!partitions.equals(consumer.assignment())) {
            consumer.assign(partitions);
        }
        for (int poll = 0; poll < 5; poll++) {
            consumer.poll(POLL)
                    .forEach(record -> saw(
                            record.topic().equals(Site.TOPICS.raw()) ? RAW : EVENTS,
                            Instant.ofEpochMilli(record.timestamp())));
        }
    }

    private void lookAtTables() throws IOException, InterruptedException {
        try (ColdTables cold = ColdTables.open()) {
            while (!closed.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                saw(COLD_EVENTS, cold.newest("events"));
                saw(COLD_RAW, cold.newest("raw"));
            }
        }
    }

    /** Again and again, whatever is away meanwhile. */
    private void repeat(Look look) {
        try {
            while (!closed.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look.look();
                } catch (IOException | KafkaException away) {
                    // What is not seen has not healed.
                } catch (RuntimeException catalogOrStorageAway) {
                    // As above: Iceberg has an exception of its own for each kind of failure.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, "flow-" + name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
    }
}
