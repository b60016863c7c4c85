package org.wecomarchive.quickstart.books;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Finds when the first record of a run was fetched: the timestamp of a raw record is that moment. */
public final class FirstFetch {

    private static final long SECONDS = 30;

    private FirstFetch() {}

    /** The earliest record of the raw topic fetched at {@code since} or later. */
    public static Optional<Instant> after(Instant since, String bootstrapServers, String rawTopic, int rawPartitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = IntStream.range(0, rawPartitions)
                .mapToObj(partition -> new TopicPartition(rawTopic, partition))
                .collect(Collectors.toMap(Function.identity(), place -> OffsetSpec.forTimestamp(since.toEpochMilli())));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            return admin.listOffsets(question).all().get(SECONDS, TimeUnit.SECONDS).values().stream()
                    .filter(found -> found.offset() >= 0)
                    .map(ListOffsetsResultInfo::timestamp)
                    .min(Comparator.naturalOrder())
                    .map(Instant::ofEpochMilli);
        }
    }
}
