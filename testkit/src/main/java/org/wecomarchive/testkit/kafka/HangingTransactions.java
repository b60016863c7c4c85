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
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Ends hanging transactions, which a kill -9 of a whole cluster can leave: a partition takes them for open although
 * their coordinator has ended them, and readers of committed records wait there for ever.
 *
 * <p>It does what {@code kafka-transactions abort} does, in every partition, and commits there what the coordinator
 * calls committed. Call it before producers start, because it waits until no transaction is open.
 *
 * <p><b>Invariants.</b> Only the coordinator's answer counts, and only after it has loaded its log: until then it
 * answers that it knows no transaction. A transaction that the coordinator is ending is left to it. If the coordinator
 * calls a transaction committed and a partition still has it open, it is committed there: after a kill inside a commit,
 * a coordinator was seen never to tell such a partition. A partition is checked again after the coordinator's answer,
 * because the marker may have arrived meanwhile.
 *
 * <p>Source: <a href="https://cwiki.apache.org/confluence/x/VRV4Cg">KIP-664</a>; the partition of a transactional id:
 * Kafka's {@code TransactionStateManager}.
 */
public final class HangingTransactions {

    private static final Logger log = LoggerFactory.getLogger(HangingTransactions.class);
    private static final BoundedWait WAIT = new BoundedWait(Duration.ofMinutes(2), Duration.ofMillis(250));
    private static final long CALL_SECONDS = 30;

    private final Admin admin;

    private HangingTransactions(Admin admin) {
        this.admin = admin;
    }

    /**
     * Returns when no transaction is open in any partition: ended by its coordinator, or by this.
     *
     * @throws TimeoutException when one is still open after two minutes
     */
    public static void end(String bootstrapServers) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            HangingTransactions transactions = new HangingTransactions(admin);
            WAIT.<ExecutionException>until("open transactions to end", transactions::noneIsOpen);
        }
    }

    private boolean noneIsOpen() throws ExecutionException, InterruptedException, TimeoutException {
        Set<OpenTransaction> open = open();
        if (open.isEmpty()) {
            return true;
        }
        Map<Long, TransactionDescription> coordinated = coordinated();
        // Its marker may have come since.
        open.retainAll(open());
        for (OpenTransaction one : open) {
            end(one, Optional.ofNullable(coordinated.get(one.producerId())));
        }
        return false;
    }

    private void end(OpenTransaction one, Optional<TransactionDescription> coordinator)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (coordinator.isEmpty()) {
            // Every coordinator has loaded: it forgets an id only long after the id's last transaction has ended.
            abort(one);
            return;
        }
        switch (coordinator.get().state()) {
            case EMPTY, COMPLETE_ABORT -> abort(one);
            case COMPLETE_COMMIT -> {
                // The epoch rises at the end of a transaction.
                if (one.epoch() < coordinator.get().producerEpoch() - 1) {
                    abort(one);
                } else {
                    commit(one);
                }
            }
            case ONGOING, PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE, UNKNOWN ->
                log.debug("the coordinator is about to end the transaction in {}", one.partition());
        }
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

    private void commit(OpenTransaction one) throws ExecutionException, InterruptedException, TimeoutException {
        log.warn("a committed transaction hangs in {} and is committed there", one.partition());
        TopicPartition partition = one.partition();
        Node leader = admin.describeTopics(List.of(partition.topic()))
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .get(partition.topic())
                .partitions()
                .get(partition.partition())
                .leader();
        try {
            new CommitMarker(partition, one.producerId(), (short) one.epoch(), one.coordinatorEpoch()).writeTo(leader);
        } catch (InvalidProducerEpochException | TransactionCoordinatorFencedException | RetriableException e) {
            log.info("the transaction in {} is looked at again", partition);
        }
    }

    private void abort(OpenTransaction one) throws ExecutionException, InterruptedException, TimeoutException {
        log.warn("a transaction hangs in {} and is aborted there", one.partition());
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
