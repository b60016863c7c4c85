package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.distribution.site.Shell;
import org.wecomarchive.distribution.site.Site;

/**
 * Does what {@code docs/runbooks/hanging-transaction.md} asks of a person: ends transactions that a partition takes for open
 * although their coordinator does not end them. Everything else the site has to do itself.
 */
final class Operator implements AutoCloseable {

    /** The brokers end what is open for longer than 10 s; a connector's log asks for help after a minute. */
    private static final Duration HANGS = Duration.ofSeconds(60);

    private static final long CALL_SECONDS = 20;
    private static final Path CLIENT = Site.HOME.resolve("kafka-client.properties");

    private final Timeline timeline;
    private final Admin admin;
    private final Map<Open, Instant> seen = new HashMap<>();

    Operator(Timeline timeline) throws IOException {
        this.timeline = timeline;
        Map<String, Object> settings = Site.kafka();
        this.admin = Admin.create(settings);
        if (!Files.exists(CLIENT)) {
            Files.createFile(
                    CLIENT, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Properties client = new Properties();
        client.putAll(settings);
        try (var out = Files.newBufferedWriter(CLIENT)) {
            client.store(out, null);
        }
    }

    /** A transaction as a partition has it. */
    private record Open(TopicPartition partition, long producerId, long startOffset) {}

    /** One look, and what follows from it. */
    void look() throws InterruptedException, IOException {
        try {
            Set<Open> open = open();
            seen.keySet().retainAll(open);
            open.forEach(one -> seen.putIfAbsent(one, timeline.now()));
            List<Open> hanging = seen.entrySet().stream()
                    .filter(entry ->
                            Duration.between(entry.getValue(), timeline.now()).compareTo(HANGS) > 0)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!hanging.isEmpty()) {
                Map<Long, TransactionDescription> coordinated = coordinated();
                for (Open one : hanging) {
                    end(one, coordinated.get(one.producerId()));
                }
            }
        } catch (ExecutionException | TimeoutException brokersAreAway) {
            timeline.say("an operator cannot look: " + brokersAreAway.getClass().getSimpleName());
        }
    }

    private void end(Open one, TransactionDescription coordinator) throws IOException, InterruptedException {
        TransactionState state = coordinator == null ? TransactionState.UNKNOWN : coordinator.state();
        String what = one.partition() + " from offset " + one.startOffset() + ", " + state;
        switch (state) {
            case ONGOING, EMPTY, COMPLETE_ABORT, UNKNOWN -> {
                String command = "kafka-transactions.sh abort --topic "
                        + one.partition().topic() + " --partition "
                        + one.partition().partition() + " --start-offset " + one.startOffset();
                timeline.operator(command + " (" + state + ")");
                timeline.say(Shell.output(
                        "/opt/kafka/bin/kafka-transactions.sh --bootstrap-server kafka-1:9093,kafka-2:9093,kafka-3:9093"
                                + " --command-config " + CLIENT + command.substring("kafka-transactions.sh".length())
                                + " 2>&1 || true"));
                seen.remove(one);
            }
            default -> timeline.say("a transaction hangs in " + what);
        }
    }

    private Map<Long, TransactionDescription> coordinated()
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> ids = admin.listTransactions().all().get(CALL_SECONDS, TimeUnit.SECONDS).stream()
                .map(TransactionListing::transactionalId)
                .toList();
        return admin.describeTransactions(ids).all().get(CALL_SECONDS, TimeUnit.SECONDS).values().stream()
                .collect(Collectors.toMap(TransactionDescription::producerId, Function.identity(), (a, b) -> b));
    }

    private Set<Open> open() throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(admin.listTopics().names().get(CALL_SECONDS, TimeUnit.SECONDS))
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        Set<Open> open = new HashSet<>();
        admin.describeProducers(partitions)
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, producers) -> producers
                        .activeProducers()
                        .forEach(producer -> producer.currentTransactionStartOffset()
                                .ifPresent(offset -> open.add(new Open(partition, producer.producerId(), offset)))));
        return open;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
