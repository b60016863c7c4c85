package org.wecomarchive.benchmarks.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wecomarchive.provisioning.TopicCatalog;

final class NeedsTest {

    @Test
    void multipliesByRetentionReplicasPeakAndHeadRoom() {
        TopicCatalog topics = new TopicCatalog(
                3, Map.of(), List.of(topic("raw.v1", "-1"), topic("events.v1", Long.toString(10 * 24 * 3_600_000L))));

        String rows = new Needs(figures(), topics).markdown(new Needs.Assumptions(100, 4, 1.5, 1));

        // 100,000 records a day; 1,100 bytes in raw and dead letters, 2,000 in events, 500 in each copy of the index,
        // 1,500 cold.
        // 4.63 records a second; 8 parts of 0.01 cores and 2 s for 1,000 records; the broker three times, the index
        // twice.
        assertThat(rows.lines())
                .contains("| 1,000 | 100,000 | 4.6 | 120 | 6 | 37 | 55 | 0.3 |")
                .hasSize(2 + Needs.EXAMPLES.size());
    }

    private static TopicCatalog.Topic topic(String name, String retentionMs) {
        return new TopicCatalog.Topic(name, 1, Map.of("retention.ms", retentionMs));
    }

    private static Figures figures() {
        Map<StoredIn, Figures.Bytes> bytes = new EnumMap<>(StoredIn.class);
        bytes.put(StoredIn.PLAINTEXT, new Figures.Bytes(700, 700));
        bytes.put(StoredIn.RAW_TOPIC, new Figures.Bytes(1_000, 900));
        bytes.put(StoredIn.EVENTS_TOPIC, new Figures.Bytes(600, 2_000));
        bytes.put(StoredIn.OTHER_TOPICS, new Figures.Bytes(100, 5));
        bytes.put(StoredIn.SEARCH, new Figures.Bytes(500, 400));
        bytes.put(StoredIn.COLD_RAW, new Figures.Bytes(900, 800));
        bytes.put(StoredIn.COLD_EVENTS, new Figures.Bytes(600, 500));
        Map<Part, Figures.Work> work = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            work.put(part, new Figures.Work(1, 2, 0.01));
        }
        return new Figures(bytes, work);
    }
}
