package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.wecomarchive.distribution.site.SearchStore;
import org.wecomarchive.distribution.site.Site;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.committed.CommittedRecords;

/** Does to one record what must never happen, in the stores themselves, to show that the comparison finds it. */
enum Sabotage {
    NONE {
        @Override
        void act(SearchStore search) {
            // A run that is judged as it is.
        }
    },

    /** A document is deleted. */
    DROP {
        @Override
        void act(SearchStore search) throws IOException, InterruptedException {
            search.delete(search.documents().get(0));
        }
    },

    /** An event is written again, as if a transaction had come twice. */
    DOUBLE {
        @Override
        void act(SearchStore search) throws IOException, InterruptedException, TimeoutException, ExecutionException {
            List<ConsumerRecord<String, byte[]>> events = events();
            write(List.of(events.get(events.size() - 1)));
        }
    },

    /** The events of a partition are written again with two of a conversation exchanged, and what was there before is deleted. */
    SWAP {
        @Override
        void act(SearchStore search) throws IOException, InterruptedException, TimeoutException, ExecutionException {
            Map<Integer, List<ConsumerRecord<String, byte[]>>> partitions = new LinkedHashMap<>();
            events().forEach(event -> partitions
                    .computeIfAbsent(event.partition(), any -> new ArrayList<>())
                    .add(event));
            for (List<ConsumerRecord<String, byte[]>> events : partitions.values()) {
                Optional<List<ConsumerRecord<String, byte[]>>> exchanged = exchanged(events);
                if (exchanged.isPresent()) {
                    ConsumerRecord<String, byte[]> last = events.get(events.size() - 1);
                    try (Admin admin = Admin.create(Site.kafka())) {
                        admin.deleteRecords(Map.of(
                                        new TopicPartition(last.topic(), last.partition()),
                                        RecordsToDelete.beforeOffset(last.offset() + 1)))
                                .all()
                                .get();
                    }
                    write(exchanged.get());
                    return;
                }
            }
            throw new IllegalStateException("no conversation has two live events");
        }
    },

    /** The marker of the simulated plaintexts is written to a worker's log. */
    LEAK {
        @Override
        void act(SearchStore search) throws IOException {
            Files.writeString(
                    Site.LOGS.resolve("connect-1.log"), SimulatedTenant.MARKER + "\n", StandardOpenOption.APPEND);
        }
    };

    abstract void act(SearchStore search)
            throws IOException, InterruptedException, TimeoutException, ExecutionException;

    private static List<ConsumerRecord<String, byte[]>> events()
            throws IOException, InterruptedException, TimeoutException {
        List<ConsumerRecord<String, byte[]>> events = new ArrayList<>();
        new CommittedRecords(Site.kafka(), Site.TOPICS.events()).forEach(events::add);
        return events;
    }

    /** With the first two events of the first conversation that has two exchanged. */
    private static Optional<List<ConsumerRecord<String, byte[]>>> exchanged(
            List<ConsumerRecord<String, byte[]>> events) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Integer before = first.putIfAbsent(events.get(i).key(), i);
            if (before != null && isLive(events.get(before)) && isLive(events.get(i))) {
                List<ConsumerRecord<String, byte[]>> exchanged = new ArrayList<>(events);
                Collections.swap(exchanged, before, i);
                return Optional.of(exchanged);
            }
        }
        return Optional.empty();
    }

    private static boolean isLive(ConsumerRecord<String, byte[]> event) {
        return new String(event.headers().lastHeader(HeaderNames.DELIVERY).value(), StandardCharsets.UTF_8)
                .equals(Delivery.LIVE.text());
    }

    private static void write(List<ConsumerRecord<String, byte[]>> events)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(Site.kafka());
        settings.put("max.request.size", 32 * 1024 * 1024);
        settings.put("enable.idempotence", true);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<String, byte[]> event : events) {
                producer.send(new ProducerRecord<>(
                                event.topic(),
                                event.partition(),
                                event.timestamp(),
                                event.key(),
                                event.value(),
                                event.headers()))
                        .get();
            }
        }
    }
}
