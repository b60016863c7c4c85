package org.wecomarchive.decryptor.prefetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.decryptor.decryption.BatchDecrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.outcome.Stage;

final class PrefetchTest {

    private static final TopicPartition FIVE = new TopicPartition("raw", 5);
    private static final TopicPartition SIX = new TopicPartition("raw", 6);
    private static final RecordIdentity IDENTITY = new RecordIdentity("corp", 1, "m-1", 1);
    private static final int VALUE_BYTES = 1000;
    /** What a task for one value reserves: three times the value, and the objects around it. */
    private static final int TASK_BYTES = 3512;

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<RecordPosition> decrypted = new ArrayList<>();
    private final List<List<RecordPosition>> batches = new ArrayList<>();
    private Answer answer = at -> event(10);
    private final Prefetch ahead = ahead(1, 100 * TASK_BYTES);
    private final ConsumerPrefetch consumer = ahead.ofConsumer();

    @FunctionalInterface
    private interface Answer {
        Outcome of(RecordPosition at) throws TransientTroubleException;
    }

    @Test
    void handsOutWhatThePoolHasDone() throws Exception {
        poll(consumer, FIVE, 0, 3);
        runPool();

        ask(FIVE, 0);
        ask(FIVE, 1);
        ask(FIVE, 2);

        assertThat(decrypted).containsExactly(at(FIVE, 0), at(FIVE, 1), at(FIVE, 2));
        assertThat(ahead.hits()).isEqualTo(3);
        assertThat(ahead.inline()).isZero();
        assertHoldsNothing();
    }

    @Test
    void decryptsItselfWhatThePoolHasNotBegunAndThePoolLeavesItThen() throws Exception {
        poll(consumer, FIVE, 0, 2);

        ask(FIVE, 0);
        ask(FIVE, 1);
        runPool();

        assertThat(decrypted).containsExactly(at(FIVE, 0), at(FIVE, 1));
        assertThat(ahead.inline()).isEqualTo(2);
        assertHoldsNothing();
    }

    @Test
    @Timeout(30)
    void waitsForWorkThatHasBegunAndDoesItOnlyOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        answer = at -> {
            begun.countDown();
            Awaitility.await().until(() -> mayEnd.getCount() == 0);
            return event(10);
        };
        try (PrefetchPool threads = new PrefetchPool(1, Duration.ofSeconds(10))) {
            Prefetch real = real(threads);
            poll(real.ofConsumer(), FIVE, 0, 1);
            begun.await();

            CompletableFuture<Decryption> asked = CompletableFuture.supplyAsync(() -> askFor(real, 0));
            Awaitility.await().until(() -> real.waiting() == 0);
            mayEnd.countDown();

            assertThat(asked.join().outcome().bytes()).isEqualTo(10);
            assertThat(decrypted).containsExactly(at(FIVE, 0));
            assertThat(real.hits()).isEqualTo(1);
            assertThat(real.waitedNanos()).isPositive();
            assertThat(real.bytes()).isZero();
        }
    }

    @Test
    @Timeout(30)
    void handsOutABatchThatEndsDuringTheCloseAndLeavesTheNextOneToTheStream() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        answer = at -> {
            begun.countDown();
            Awaitility.await().until(() -> mayEnd.getCount() == 0);
            return event(10);
        };
        PrefetchPool threads = new PrefetchPool(1, Duration.ofSeconds(10));
        Prefetch real = real(threads);
        poll(real.ofConsumer(), FIVE, 0, 3);
        poll(real.ofConsumer(), SIX, 0, 3);
        begun.await();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(threads::close);
        CompletableFuture<Decryption> asked = CompletableFuture.supplyAsync(() -> askFor(real, 1));
        Awaitility.await().until(() -> real.waiting() == 4);
        mayEnd.countDown();
        closed.join();
        asked.join();
        askFor(real, 2);
        real.decrypt(at(SIX, 2), value(2));

        assertThat(batches).containsExactly(List.of(at(FIVE, 0), at(FIVE, 1), at(FIVE, 2)));
        assertThat(real.hits()).isEqualTo(2);
        assertThat(real.inline()).isEqualTo(1);
        assertThat(real.waiting()).isZero();
        assertThat(real.bytes()).isZero();
    }

    private Prefetch real(PrefetchPool threads) {
        return new Prefetch(new Scripted(), threads, 1, 10 * TASK_BYTES, System::nanoTime);
    }

    private static Decryption askFor(Prefetch ahead, long offset) {
        try {
            return ahead.decrypt(at(FIVE, offset), value(offset));
        } catch (TransientTroubleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void discardsWhatTheStreamHasPassed() throws Exception {
        poll(consumer, FIVE, 0, 5);
        poll(consumer, SIX, 0, 1);

        ask(FIVE, 3);

        assertThat(ahead.waiting()).isEqualTo(2);
        assertThat(ahead.bytes()).isEqualTo(2 * TASK_BYTES);
        runPool();
        assertThat(decrypted).containsExactly(at(FIVE, 3), at(FIVE, 4), at(SIX, 0));
    }

    @Test
    void decryptsItselfAfterASeekBackAndUsesWhatIsPolledAgain() throws Exception {
        poll(consumer, FIVE, 0, 3);
        runPool();
        ask(FIVE, 0);
        ask(FIVE, 1);

        consumer.forget(List.of(FIVE));
        ask(FIVE, 0);
        poll(consumer, FIVE, 1, 2);
        runPool();
        ask(FIVE, 1);
        ask(FIVE, 2);

        assertThat(ahead.hits()).isEqualTo(4);
        assertThat(ahead.inline()).isEqualTo(1);
        assertHoldsNothing();
    }

    @Test
    void neverGivesAResultForOtherBytes() throws Exception {
        poll(consumer, FIVE, 0, 1);
        runPool();
        decrypted.clear();

        ahead.decrypt(at(FIVE, 0), "the topic was made again".getBytes(UTF_8));

        assertThat(decrypted).containsExactly(at(FIVE, 0));
        assertThat(ahead.inline()).isEqualTo(1);
        assertHoldsNothing();
    }

    @Test
    void replacesWorkForAnOffsetThatIsPolledTwice() throws Exception {
        poll(consumer, FIVE, 0, 2);
        poll(consumer, FIVE, 0, 2);

        assertThat(ahead.waiting()).isEqualTo(2);
        assertThat(ahead.bytes()).isEqualTo(2 * TASK_BYTES);
        runPool();
        assertThat(decrypted).containsExactly(at(FIVE, 0), at(FIVE, 1));
    }

    @Test
    void forgetsARevokedPartitionAndKeepsTheOthers() throws Exception {
        poll(consumer, FIVE, 0, 3);
        poll(consumer, SIX, 0, 1);

        consumer.forget(List.of(FIVE));
        runPool();

        assertThat(decrypted).containsExactly(at(SIX, 0));
        assertThat(ahead.waiting()).isEqualTo(1);
        ask(SIX, 0);
        assertHoldsNothing();
    }

    @Test
    void forgetsEverythingWhenItsConsumerCloses() {
        poll(consumer, FIVE, 0, 3);
        poll(consumer, SIX, 0, 3);

        consumer.forgetAll();
        runPool();

        assertThat(decrypted).isEmpty();
        assertHoldsNothing();
    }

    @Test
    void keepsTheWorkOfTheNewOwnerWhenTheOldOneLearnsLateThatItLostThePartition() throws Exception {
        ConsumerPrefetch newOwner = ahead.ofConsumer();
        poll(consumer, FIVE, 0, 3);
        poll(newOwner, FIVE, 0, 3);
        poll(consumer, FIVE, 3, 2);

        consumer.forget(List.of(FIVE));
        runPool();
        ask(FIVE, 0);

        assertThat(decrypted).containsExactly(at(FIVE, 0), at(FIVE, 1), at(FIVE, 2));
        assertThat(ahead.hits()).isEqualTo(1);
        newOwner.forgetAll();
        assertHoldsNothing();
    }

    @Test
    void beginsNothingBeyondTheBudgetAndGoesOnWhenThereIsRoomAgain() throws Exception {
        Prefetch small = ahead(1, 2 * TASK_BYTES + TASK_BYTES / 2);
        ConsumerPrefetch polled = small.ofConsumer();

        poll(polled, FIVE, 0, 4);
        assertThat(small.waiting()).isEqualTo(2);
        for (long offset = 0; offset < 4; offset++) {
            runPool();
            small.decrypt(at(FIVE, offset), value(offset));
        }
        poll(polled, FIVE, 4, 2);

        assertThat(small.hits()).isEqualTo(2);
        assertThat(small.inline()).isEqualTo(2);
        assertThat(small.bytes()).isEqualTo(2 * TASK_BYTES);
    }

    @Test
    void beginsNothingWithoutABudget() throws Exception {
        Prefetch off = ahead(1, 0);

        poll(off.ofConsumer(), FIVE, 0, 2);
        off.decrypt(at(FIVE, 0), value(0));

        assertThat(pool).isEmpty();
        assertThat(off.inline()).isEqualTo(1);
    }

    @Test
    void countsTheBytesOfResultsThatOutgrowTheirValue() {
        answer = at -> event(50_000);
        poll(consumer, FIVE, 0, 1);

        runPool();

        assertThat(ahead.bytes()).isEqualTo(512 + VALUE_BYTES + 50_000);
    }

    @Test
    void givesBackWhatASmallResultDoesNotNeed() {
        poll(consumer, FIVE, 0, 1);

        runPool();

        assertThat(ahead.bytes()).isEqualTo(512 + VALUE_BYTES + 10);
    }

    @Test
    void dropsAResultThatDoesNotFitAndDecryptsAgain() throws Exception {
        answer = at -> event(101 * TASK_BYTES);
        poll(consumer, FIVE, 0, 1);
        runPool();

        assertThat(ahead.bytes()).isEqualTo(TASK_BYTES);
        assertThat(ask(FIVE, 0).outcome().bytes()).isEqualTo(101 * TASK_BYTES);

        assertThat(ahead.inline()).isEqualTo(1);
        assertHoldsNothing();
    }

    @Test
    void decryptsTogetherWhatWasPolledTogether() {
        poll(consumer, FIVE, 0, 20);

        runPool();

        assertThat(batches).hasSize(2);
        assertThat(batches.get(0)).hasSize(Prefetch.BATCH_RECORDS).startsWith(at(FIVE, 0), at(FIVE, 1));
        assertThat(batches.get(1)).containsExactly(at(FIVE, 16), at(FIVE, 17), at(FIVE, 18), at(FIVE, 19));
    }

    @Test
    void givesEveryThreadAPartOfAShortPoll() {
        ConsumerPrefetch polled = ahead(3, 100 * TASK_BYTES).ofConsumer();

        poll(polled, FIVE, 0, 4);
        poll(polled, FIVE, 4, 1);
        runPool();

        assertThat(batches)
                .containsExactly(
                        List.of(at(FIVE, 0), at(FIVE, 1)), List.of(at(FIVE, 2), at(FIVE, 3)), List.of(at(FIVE, 4)));
    }

    @Test
    void decryptsTogetherNoMoreBytesThanOneRequestCarries() {
        ConsumerPrefetch polled = ahead(1, Long.MAX_VALUE).ofConsumer();
        byte[] half = new byte[Prefetch.BATCH_BYTES / 2];
        byte[] twice = new byte[2 * Prefetch.BATCH_BYTES];

        poll(polled, FIVE, 0, List.of(half, half, half, twice, twice, half));
        runPool();

        assertThat(batches)
                .containsExactly(
                        List.of(at(FIVE, 0), at(FIVE, 1)),
                        List.of(at(FIVE, 2)),
                        List.of(at(FIVE, 3)),
                        List.of(at(FIVE, 4)),
                        List.of(at(FIVE, 5)));
    }

    @Test
    void leavesOutOfABatchWhatTheStreamWasFasterWith() throws Exception {
        poll(consumer, FIVE, 0, 4);

        ask(FIVE, 1);
        runPool();
        ask(FIVE, 2);
        ask(FIVE, 3);

        assertThat(batches).containsExactly(List.of(at(FIVE, 2), at(FIVE, 3)));
        assertThat(ahead.hits()).isEqualTo(2);
        assertThat(ahead.inline()).isEqualTo(1);
        assertHoldsNothing();
    }

    @Test
    void leavesNothingBehindOfABatchThatIsForgottenWhileItRuns() throws Exception {
        answer = at -> {
            consumer.forget(List.of(FIVE));
            return event(10);
        };
        poll(consumer, FIVE, 0, 3);

        runPool();
        answer = at -> event(20);

        assertThat(ask(FIVE, 1).outcome().bytes()).isEqualTo(20);
        assertThat(ahead.inline()).isEqualTo(1);
        assertHoldsNothing();
    }

    @Test
    void decryptsAloneWhatABatchMadeNoEventOf() throws Exception {
        answer = at -> at.offset() == 1 ? parked(ParkedReason.MISSING_KEY) : event(10);
        poll(consumer, FIVE, 0, 3);
        runPool();
        answer = at -> event(20);

        assertThat(ask(FIVE, 0).outcome().bytes()).isEqualTo(10);
        assertThat(ask(FIVE, 1).outcome().bytes()).isEqualTo(20);
        assertThat(ask(FIVE, 2).outcome().bytes()).isEqualTo(10);
        assertThat(ahead.hits()).isEqualTo(2);
        assertHoldsNothing();
    }

    @Test
    void decryptsAgainAfterTroubleOnThePool() throws Exception {
        answer = at -> {
            if (at.offset() == 0) {
                return event(10);
            }
            throw new FatalTroubleException("unforeseen");
        };
        poll(consumer, FIVE, 0, 2);
        runPool();
        answer = at -> event(10);

        ask(FIVE, 0);
        ask(FIVE, 1);

        assertThat(ahead.hits()).isZero();
        assertHoldsNothing();
    }

    @Test
    void passesOnAnErrorOfThePoolForEveryRecordOfTheBatch() {
        answer = at -> {
            throw new StackOverflowError();
        };
        poll(consumer, FIVE, 0, 2);
        runPool();

        assertThatThrownBy(() -> ask(FIVE, 0)).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> ask(FIVE, 1)).isInstanceOf(StackOverflowError.class);

        assertThat(decrypted).containsExactly(at(FIVE, 0));
        assertHoldsNothing();
    }

    @Test
    void passesOnTheTroubleOfTheStreamsOwnAttempt() {
        answer = at -> {
            throw TransientTroubleException.healing("the registry is away", new IllegalStateException());
        };
        poll(consumer, FIVE, 0, 1);
        runPool();

        assertThatThrownBy(() -> ask(FIVE, 0)).isInstanceOf(TransientTroubleException.class);
        assertThatThrownBy(() -> ask(FIVE, 0)).isInstanceOf(TransientTroubleException.class);

        assertThat(decrypted).hasSize(3);
        assertHoldsNothing();
    }

    @Test
    void leavesTheWorkToTheStreamOnceThePoolIsClosed() throws Exception {
        PrefetchPool threads = new PrefetchPool(1, Duration.ofSeconds(10));
        Prefetch real = real(threads);
        threads.close();
        threads.close();

        poll(real.ofConsumer(), FIVE, 0, 1);
        real.decrypt(at(FIVE, 0), value(0));

        assertThat(real.inline()).isEqualTo(1);
    }

    private Prefetch ahead(int threads, long maxBytes) {
        return new Prefetch(new Scripted(), pool::add, threads, maxBytes, () -> 0);
    }

    /** Gives the answer of the test, and notes what it was asked. */
    private final class Scripted implements BatchDecrypter {

        @Override
        public Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
            decrypted.add(at);
            return new Decryption(answer.of(at), Map.of());
        }

        @Override
        public Map<RecordPosition, Decryption> events(Map<RecordPosition, byte[]> values) {
            batches.add(List.copyOf(values.keySet()));
            Map<RecordPosition, Decryption> events = new HashMap<>();
            values.forEach((at, value) -> event(at, value).ifPresent(event -> events.put(at, event)));
            return events;
        }

        private Optional<Decryption> event(RecordPosition at, byte[] value) {
            try {
                return Optional.of(decrypt(at, value))
                        .filter(decryption -> decryption.outcome() instanceof Outcome.Event);
            } catch (TransientTroubleException e) {
                return Optional.empty();
            }
        }
    }

    private static void poll(ConsumerPrefetch consumer, TopicPartition partition, long first, int count) {
        poll(
                consumer,
                partition,
                first,
                LongStream.range(first, first + count)
                        .mapToObj(PrefetchTest::value)
                        .toList());
    }

    private static void poll(ConsumerPrefetch consumer, TopicPartition partition, long first, List<byte[]> values) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), first + records.size(), new byte[0], value));
        }
        consumer.polled(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
    }

    private void runPool() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    private Decryption ask(TopicPartition partition, long offset) throws TransientTroubleException {
        return ahead.decrypt(at(partition, offset), value(offset));
    }

    private void assertHoldsNothing() {
        assertThat(ahead.waiting()).isZero();
        assertThat(ahead.bytes()).isZero();
    }

    private static RecordPosition at(TopicPartition partition, long offset) {
        return new RecordPosition(partition.topic(), partition.partition(), offset);
    }

    private static byte[] value(long offset) {
        byte[] value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) offset);
        return value;
    }

    private static Outcome event(int bytes) {
        return new Outcome.Event(new byte[0], new byte[bytes], IDENTITY, Optional.empty(), List.of());
    }

    private static Outcome parked(ParkedReason reason) {
        return new Outcome.Parked(reason, new FailedStep(Stage.RSA, Exception.class), IDENTITY);
    }
}
