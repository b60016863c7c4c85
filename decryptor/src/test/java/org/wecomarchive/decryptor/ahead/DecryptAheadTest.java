package org.wecomarchive.decryptor.ahead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.Failure;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.outcome.Stage;

final class DecryptAheadTest {

    private static final TopicPartition FIVE = new TopicPartition("raw", 5);
    private static final TopicPartition SIX = new TopicPartition("raw", 6);
    private static final RecordIdentity IDENTITY = new RecordIdentity("corp", 1, "m-1", 1);
    private static final int VALUE_BYTES = 1000;
    /** What a task for one value reserves: three times the value, and the objects around it. */
    private static final int TASK_BYTES = 3512;

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<RecordPosition> decrypted = new ArrayList<>();
    private Answer answer = at -> event(10);
    private final DecryptAhead ahead = ahead(100 * TASK_BYTES);
    private final ConsumerAhead consumer = ahead.ofConsumer();

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
        AtomicInteger calls = new AtomicInteger();
        Decrypter slow = (at, value) -> {
            calls.incrementAndGet();
            begun.countDown();
            Awaitility.await().until(() -> mayEnd.getCount() == 0);
            return new Decryption(event(10), Map.of());
        };
        try (AheadPool threads = new AheadPool(1, Duration.ofSeconds(10))) {
            DecryptAhead real = new DecryptAhead(slow, threads, TASK_BYTES, System::nanoTime);
            poll(real.ofConsumer(), FIVE, 0, 1);
            begun.await();

            CompletableFuture<Decryption> asked = CompletableFuture.supplyAsync(() -> askFor(real));
            Awaitility.await().until(() -> real.waiting() == 0);
            mayEnd.countDown();

            assertThat(asked.join().outcome().bytes()).isEqualTo(10);
            assertThat(calls).hasValue(1);
            assertThat(real.hits()).isEqualTo(1);
            assertThat(real.waitedNanos()).isPositive();
            assertThat(real.bytes()).isZero();
        }
    }

    private static Decryption askFor(DecryptAhead ahead) {
        try {
            return ahead.decrypt(at(FIVE, 0), value(0));
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
        ConsumerAhead newOwner = ahead.ofConsumer();
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
        DecryptAhead small = ahead(2 * TASK_BYTES + TASK_BYTES / 2);
        ConsumerAhead polled = small.ofConsumer();

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
        DecryptAhead off = ahead(0);

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
    void decryptsAgainWhatWasParkedForWantOfAKey() throws Exception {
        answer = at -> at.offset() == 0 ? parked(ParkedReason.MISSING_KEY) : parked(ParkedReason.KEY_MISMATCH);
        poll(consumer, FIVE, 0, 2);
        runPool();
        answer = at -> event(10);

        assertThat(ask(FIVE, 0).outcome().reason()).isEmpty();
        assertThat(ask(FIVE, 1).outcome().reason()).isEmpty();
    }

    @Test
    void keepsOutcomesThatCannotChange() throws Exception {
        answer = at -> at.offset() == 0 ? parked(ParkedReason.NATIVE_CRASH) : deadLetter();
        poll(consumer, FIVE, 0, 2);
        runPool();
        answer = at -> event(10);

        assertThat(ask(FIVE, 0).outcome().reason()).contains("native-crash");
        assertThat(ask(FIVE, 1).outcome().reason()).contains("bad-json");
    }

    @Test
    void decryptsAgainAfterTroubleOnThePool() throws Exception {
        answer = at -> {
            if (at.offset() == 0) {
                throw TransientTroubleException.healing("the library's process was lost", new IllegalStateException());
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
        AheadPool threads = new AheadPool(1, Duration.ofSeconds(10));
        DecryptAhead real = new DecryptAhead(this::decrypt, threads, 10 * TASK_BYTES, System::nanoTime);
        threads.close();
        threads.close();

        poll(real.ofConsumer(), FIVE, 0, 1);
        real.decrypt(at(FIVE, 0), value(0));

        assertThat(real.inline()).isEqualTo(1);
    }

    private DecryptAhead ahead(long maxBytes) {
        return new DecryptAhead(this::decrypt, pool::add, maxBytes, () -> 0);
    }

    private Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
        decrypted.add(at);
        return new Decryption(answer.of(at), Map.of());
    }

    private static void poll(ConsumerAhead consumer, TopicPartition partition, long first, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = first; offset < first + count; offset++) {
            records.add(
                    new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], value(offset)));
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
        return new Outcome.Parked(reason, new Failure(Stage.RSA, Exception.class), IDENTITY);
    }

    private static Outcome deadLetter() {
        return new Outcome.DeadLetter(
                DeadLetterReason.BAD_JSON, new Failure(Stage.PARSE, Exception.class), Optional.of(IDENTITY));
    }
}
