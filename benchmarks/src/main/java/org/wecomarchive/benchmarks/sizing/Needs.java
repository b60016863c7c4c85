package org.wecomarchive.benchmarks.sizing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.wecomarchive.provisioning.TopicCatalog;

/**
 * What a site needs, computed from what one record takes.
 *
 * @param figures of one record
 * @param topics the site's replicas and retention
 */
record Needs(Figures figures, TopicCatalog topics) {

    /** Head room over the peak, and how much the peak is above the average: the reader's own settings, here an example. */
    static final Assumptions EXAMPLE = new Assumptions(60, 6, 2, 1);

    /** How many people the example's rows are for. */
    static final List<Integer> EXAMPLES = List.of(1_000, 10_000, 100_000);

    private static final int DAYS_KEPT = 365;
    private static final double SECONDS_A_DAY = TimeUnit.DAYS.toSeconds(1);
    private static final double GIGABYTE = 1e9;
    private static final String HEAD =
            "| people | records a day | records a second, peak | Kafka raw, a year (GB) | Kafka events (GB) |"
                    + " Elasticsearch, a year (GB) | cold store, a year (GB) | cores at peak |\n|---|---|---|---|---|---|---|---|";

    /**
     * What the reader knows or decides.
     *
     * @param messagesADay of each person, on average
     * @param peak records a second in the busiest minutes, as a multiple of the average over 24 hours
     * @param headRoom cores bought for each core used
     * @param indexReplicas {@code index.replicas} of the search sink
     */
    record Assumptions(int messagesADay, double peak, double headRoom, int indexReplicas) {}

    /** A row for each number of people. */
    String markdown(Assumptions assumed) {
        return HEAD + "\n"
                + EXAMPLES.stream().map(people -> row(people, assumed)).collect(Collectors.joining("\n"));
    }

    private String row(int people, Assumptions assumed) {
        double records = (double) people * assumed.messagesADay();
        double peak = records / SECONDS_A_DAY * assumed.peak();
        return String.format(
                Locale.ROOT,
                "| %,d | %,.0f | %,.1f | %,.0f | %,.0f | %,.0f | %,.0f | %,.1f |",
                people,
                records,
                peak,
                records * days("raw.v1") * rawBytes() / GIGABYTE,
                records * days("events.v1") * bytes(StoredIn.EVENTS_TOPIC) * topics.replicationFactor() / GIGABYTE,
                records * DAYS_KEPT * bytes(StoredIn.SEARCH) * (1 + assumed.indexReplicas()) / GIGABYTE,
                records * DAYS_KEPT * (bytes(StoredIn.COLD_RAW) + bytes(StoredIn.COLD_EVENTS)) / GIGABYTE,
                cores(peak, assumed));
    }

    /** Of raw and of what is kept as long. */
    private double rawBytes() {
        return (bytes(StoredIn.RAW_TOPIC) + bytes(StoredIn.OTHER_TOPICS)) * topics.replicationFactor();
    }

    private double bytes(StoredIn place) {
        return figures.bytes().get(place).larger();
    }

    private double cores(double recordsASecond, Assumptions assumed) {
        double cores = 0;
        for (Part part : Part.values()) {
            Figures.Work work = figures.work().get(part);
            double used = work.idle() + work.larger() / 1000 * recordsASecond;
            cores += used * copies(part, assumed) * assumed.headRoom();
        }
        return cores;
    }

    private int copies(Part part, Assumptions assumed) {
        return switch (part.copies()) {
            case ONE -> 1;
            case REPLICAS -> topics.replicationFactor();
            case INDEX_COPIES -> 1 + assumed.indexReplicas();
        };
    }

    /** How long a topic keeps a record, in days; a year of a topic that keeps all. */
    private double days(String topic) {
        long retentionMs = Long.parseLong(topics.topic(topic).config().get("retention.ms"));
        return retentionMs < 0 ? DAYS_KEPT : retentionMs / (double) TimeUnit.DAYS.toMillis(1);
    }
}
