package org.wecomarchive.testkit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
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
 * <p><b>Invariants.</b> Only what a coordinator says about a transaction counts, and only once it has loaded its log: a coordinator
 * that is still loading knows nothing, and answers so. A transaction that it is ending, or has committed, is never aborted here. A
 * partition is looked at again after its coordinator has answered, since the marker may have come in between.
 *
 * <p>Source: <a href="https://cwiki.apache.org/confluence/x/VRV4Cg">KIP-664</a>; the partition of a transactional id: Kafka's
 * {@code TransactionStateManager}.
 */
public final class HangingTransactions {

    private static final Logger log = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(2), Duration.ofMillis(250));
    private static final long CALL_SECONDS = 30;

    private final Admin admin;

    private HangingTransactions(Admin admin) {
        this.admin = admin;
    }

    /**
     * Returns when no transaction is open in any partition: ended by its coordinator, or by this.
     *
     * @throws TimeoutException when one is still open after a minute
     */
    public static void end(String bootstrapServers) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            HangingTransactions transactions = new HangingTransactions(admin);
            PATIENCE.<ExecutionException>until("open transactions to end", transactions::noneIsOpen);
        }
    }

    private boolean noneIsOpen() throws ExecutionException, InterruptedException, TimeoutException {
        Set<OpenTransaction> open = open();
        if (open.isEmpty()) {
            return true;
        }
        Map<Long, TransactionDescription> coordinated = coordinated();
        Set<OpenTransaction> hanging = open.stream()
                .filter(one -> hasEnded(one, Optional.ofNullable(coordinated.get(one.producerId()))))
                .collect(Collectors.toSet());
        // Its marker may have come since.
        hanging.retainAll(open());
        for (OpenTransaction one : hanging) {
            abort(one);
        }
        return false;
    }

    /** Whether a transaction has ended in any other way than by a commit that this partition has yet to hear of. */
    private static boolean hasEnded(OpenTransaction one, Optional<TransactionDescription> coordinator) {
        if (coordinator.isEmpty()) {
            // Every coordinator has loaded: it forgets an id only long after the id's last transaction has ended.
            return true;
        }
        return switch (coordinator.get().state()) {
            case EMPTY, COMPLETE_ABORT -> true;
            // The epoch rises at the end of a transaction.
            case COMPLETE_COMMIT -> one.epoch() < coordinator.get().producerEpoch() - 1;
            case ONGOING, PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE, UNKNOWN -> false;
        };
    }

    /** What the coordinators know, all of it, by producer id. */
    private Map<Long, TransactionDescription> coordinated()
            throws ExecutionException, InterruptedException, TimeoutException {
        awaitLoadedCoordinators();
        List<String> ids = admin.listTransactions().all().get(CALL_SECONDS, TimeUnit.SECONDS).stream()
                .map(TransactionListing::transactionalId)
                .toList();
        return admin.describeTransactions(ids).all().get(CALL_SECONDS, TimeUnit.SECONDS).values().stream()
                .collect(Collectors.toMap(TransactionDescription::producerId, Function.identity()));
    }

    /**
     * Asks for an id that nobody uses in every partition of the coordinators' topic: only a coordinator that has loaded the
     * partition says that there is none; the client repeats the question until then.
     */
    private void awaitLoadedCoordinators() throws ExecutionException, InterruptedException, TimeoutException {
        int partitions = admin.describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME))
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .get(Topic.TRANSACTION_STATE_TOPIC_NAME)
                .partitions()
                .size();
        Map<Integer, String> ids = new HashMap<>();
        for (int i = 0; ids.size() < partitions; i++) {
            String id = "nobodys-" + i;
            ids.putIfAbsent(Utils.abs(id.hashCode()) % partitions, id);
        }
        DescribeTransactionsResult answers = admin.describeTransactions(ids.values());
        for (String id : ids.values()) {
            try {
                answers.description(id).get(CALL_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw e;
                }
            }
        }
    }

    private void abort(OpenTransaction one) throws ExecutionException, InterruptedException, TimeoutException {
        log.warn("a transaction hangs in {} and is ended", one.partition());
        try {
            admin.abortTransaction(new AbortTransactionSpec(
                            one.partition(), one.producerId(), (short) one.epoch(), one.coordinatorEpoch()))
                    .all()
                    .get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidProducerEpochException)
                    && !(e.getCause() instanceof TransactionCoordinatorFencedException)) {
                throw e;
            }
            log.info("the transaction in {} has changed meanwhile and is looked at again", one.partition());
        }
    }

    /** A transaction as a partition has it. */
    private record OpenTransaction(
            TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long startOffset) {}

    /** Asked of all partitions at once, since every start does so. */
    private Set<OpenTransaction> open() throws ExecutionException, InterruptedException, TimeoutException {
        Set<OpenTransaction> open = new HashSet<>();
        admin.describeProducers(partitions())
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, producers) -> producers.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .map(producer -> new OpenTransaction(
                                partition,
                                producer.producerId(),
                                producer.producerEpoch(),
                                producer.coordinatorEpoch().orElse(0),
                                producer.currentTransactionStartOffset().getAsLong()))
                        .forEach(open::add));
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
