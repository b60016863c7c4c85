package org.wecomarchive.testkit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.testkit.wait.Patience;

/**
 * Ends what a kill -9 of a whole cluster can leave: transactions that a partition takes for open although their coordinator has
 * ended them. Readers of committed records would wait at such a partition for ever.
 *
 * <p>It does what {@code kafka-transactions abort} does, for every partition. To be called before there are producers, since
 * it waits until no transaction is open.
 *
 * <p>Source: <a href="https://cwiki.apache.org/confluence/x/VRV4Cg">KIP-664</a>.
 */
public final class HangingTransactions {

    private static final Logger log = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(60), Duration.ofMillis(250));
    private static final long CALL_SECONDS = 30;
    private static final Set<TransactionState> ENDED =
            Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_ABORT, TransactionState.COMPLETE_COMMIT);

    private final Admin admin;

    private HangingTransactions(Admin admin) {
        this.admin = admin;
    }

    /** Returns when no transaction is open in any partition: ended by its coordinator, or by this. */
    public static void end(String bootstrapServers) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            HangingTransactions transactions = new HangingTransactions(admin);
            PATIENCE.<ExecutionException>until("open transactions to end", transactions::noneIsOpen);
        }
    }

    private boolean noneIsOpen() throws ExecutionException, InterruptedException, TimeoutException {
        Map<Long, TransactionState> states = new HashMap<>();
        for (TransactionListing known : admin.listTransactions().all().get(CALL_SECONDS, TimeUnit.SECONDS)) {
            states.put(known.producerId(), known.state());
        }
        Map<TopicPartition, List<ProducerState>> open = open();
        for (TopicPartition partition : open.keySet()) {
            for (ProducerState producer : open.get(partition)) {
                if (ENDED.contains(states.getOrDefault(producer.producerId(), TransactionState.EMPTY))) {
                    abort(partition, producer);
                }
            }
        }
        return open.isEmpty();
    }

    private void abort(TopicPartition partition, ProducerState producer)
            throws ExecutionException, InterruptedException, TimeoutException {
        log.warn("a transaction hangs in {} and is ended", partition);
        admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0)))
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Partitions with the producers that have a transaction open there; asked for all at once, since every start does so. */
    private Map<TopicPartition, List<ProducerState>> open()
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
        admin.describeProducers(partitions())
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, producers) -> open.put(
                        partition,
                        producers.activeProducers().stream()
                                .filter(producer ->
                                        producer.currentTransactionStartOffset().isPresent())
                                .toList()));
        open.values().removeIf(List::isEmpty);
        return open;
    }

    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        return partitions;
    }
}
