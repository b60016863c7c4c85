package org.wecomarchive.ingestor.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.testkit.time.ManualTime;

final class CorpClaimTest {

    private static final boolean NEW = false;
    private static final boolean RESUMES = true;

    private final ManualTime time = ManualTime.endless();
    private final Store store = new Store();
    private final AtomicInteger superseded = new AtomicInteger();

    @Test
    void stopsTheConnectorThatWasThereBeforeAndLetsTheNewOneGoOn() throws InterruptedException {
        CorpClaim first = claim("a");
        first.take(NEW);
        CorpClaim second = claim("b");

        boolean tookOver = second.take(NEW);

        assertThat(tookOver).isTrue();
        assertThatThrownBy(first::confirm)
                .isInstanceOf(CorpTakenException.class)
                .hasMessageContaining("connector b has begun");
        first.close();
        time.pass(Duration.ofMinutes(1));
        assertThatCode(second::confirm).doesNotThrowAnyException();
    }

    @Test
    void givesTheOtherConnectorTimeToLookBeforeItPublishes() throws InterruptedException {
        CorpClaim first = claim("a");
        first.take(NEW);
        first.confirm();

        claim("b").take(NEW);

        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(10));
        assertThatThrownBy(first::confirm).isInstanceOf(CorpTakenException.class);
    }

    @Test
    void needNotWaitForAConnectorThatWasStoppedInOrder() throws InterruptedException {
        CorpClaim first = claim("a");
        first.take(NEW);
        first.close();

        boolean tookOver = claim("b").take(NEW);

        assertThat(tookOver).isTrue();
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void waitsThoughAnAttemptThatTimedOutHasLeftItsNameAlready() throws InterruptedException {
        claim("a").take(NEW);
        CorpClaim second = claim("b");
        store.lostAnswer = Optional.of(new TimeoutException("applied, but nobody heard"));

        assertThatThrownBy(() -> second.take(NEW)).isInstanceOf(TimeoutException.class);
        boolean tookOver = second.take(NEW);

        assertThat(tookOver).isTrue();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(10));
        assertThat(claim("b").take(NEW)).as("once it has waited").isFalse();
    }

    @Test
    void waitsThoughATaskThatWasKilledInItsWaitHasLeftItsNameAlready() throws InterruptedException {
        claim("a").take(NEW);
        CorpClaim killed =
                new CorpClaim("b", store, ManualTime.endingAfter(Duration.ZERO).timing(), superseded::incrementAndGet);
        assertThatThrownBy(() -> killed.take(NEW)).isInstanceOf(InterruptedException.class);

        boolean tookOver = claim("b").take(NEW);

        assertThat(tookOver).isTrue();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void neverConfirmsAgainOnceItIsLost() throws InterruptedException {
        CorpClaim first = claim("a");
        first.take(NEW);
        claim("b").take(NEW);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(first::confirm).isInstanceOf(CorpTakenException.class);
        }
    }

    @Test
    void tellsOnceOfAnotherTaskOfTheSameName() throws InterruptedException {
        CorpClaim here = claim("a");
        here.take(NEW);
        CorpClaim elsewhere = claim("a");
        elsewhere.take(NEW);

        for (int i = 0; i < 3; i++) {
            time.pass(Duration.ofSeconds(6));
            here.confirm();
            elsewhere.confirm();
        }

        assertThat(superseded).hasValue(1);
    }

    @Test
    void refusesAnOffsetThatIsBehindWhatAnotherConnectorPublished() throws InterruptedException {
        claim("a").take(NEW);
        claim("b").take(NEW);

        assertThatThrownBy(() -> claim("a").take(RESUMES))
                .isInstanceOf(CorpTakenException.class)
                .hasMessageContaining("connector b has pulled");
        assertThatThrownBy(() -> claim("a").take(RESUMES)).isInstanceOf(CorpTakenException.class);
        assertThat(store.text).hasValueSatisfying(text -> assertThat(text).startsWith("b\n"));
    }

    @Test
    void raisesNoAlarmForARestartAndForWhatItLeftBehind() throws InterruptedException {
        CorpClaim zombie = claim("a");
        zombie.take(NEW);
        CorpClaim restarted = claim("a");

        boolean tookOver = restarted.take(RESUMES);
        time.pass(Duration.ofMinutes(1));

        assertThat(tookOver).isFalse();
        assertThat(time.pauses()).isEmpty();
        assertThatCode(zombie::confirm).doesNotThrowAnyException();
        zombie.close();
        assertThatCode(restarted::confirm).doesNotThrowAnyException();
        assertThat(restarted.take(RESUMES)).isFalse();
    }

    @Test
    void takesTheCorpBackFromAZombieThatGaveItAway() throws InterruptedException {
        CorpClaim ours = claim("a");
        ours.take(NEW);
        String text = store.text.orElseThrow();
        store.text = Optional.of("a\n");
        time.pass(Duration.ofMinutes(1));

        ours.confirm();

        assertThat(store.text).hasValue(text);
    }

    @Test
    void writesAgainWhatTheBrokersForgotOrSoonWill() throws InterruptedException {
        CorpClaim ours = claim("a");
        ours.take(NEW);
        store.text = Optional.empty();
        time.pass(Duration.ofSeconds(6));
        ours.confirm();
        assertThat(store.text).isPresent();
        int before = store.writes;

        time.pass(Duration.ofHours(25));
        ours.confirm();

        assertThat(store.writes).isEqualTo(before + 1);
    }

    @Test
    void doesNotTrustItselfWhereItsClaimWasForgottenDuringALongPause() throws InterruptedException {
        CorpClaim ours = claim("a");
        ours.take(NEW);
        store.text = Optional.empty();
        time.pass(Duration.ofDays(8));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(ours::confirm).isInstanceOf(ClaimForgottenException.class);
        }
        assertThat(store.text).isEmpty();
    }

    @Test
    void looksAtMostEveryFiveSeconds() throws InterruptedException {
        CorpClaim ours = claim("a");
        ours.take(NEW);
        int before = store.reads;

        for (int i = 0; i < 100; i++) {
            time.pass(Duration.ofMillis(100));
            ours.confirm();
        }

        assertThat(store.reads - before).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {NEW, RESUMES})
    void costsNothingWhereItIsNotAllowed(boolean resumes) {
        for (KafkaException refused :
                new KafkaException[] {new GroupAuthorizationException("g"), new UnknownTopicOrPartitionException("t")
                }) {
            store.failure = Optional.of(refused);
            CorpClaim ours = claim("a");

            assertThatCode(() -> {
                        ours.take(resumes);
                        time.pass(Duration.ofMinutes(1));
                        ours.confirm();
                        ours.close();
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void waitsForBrokersAtTheStartOnly() throws InterruptedException {
        CorpClaim ours = claim("a");
        store.failure = Optional.of(new TimeoutException("away"));
        assertThatThrownBy(() -> ours.take(NEW)).isInstanceOf(TimeoutException.class);
        store.failure = Optional.empty();
        ours.take(NEW);
        time.pass(Duration.ofMinutes(1));
        store.failure = Optional.of(new TimeoutException("away"));

        assertThatCode(ours::confirm).doesNotThrowAnyException();
        assertThatCode(ours::close).doesNotThrowAnyException();
    }

    private CorpClaim claim(String connector) {
        time.pass(Duration.ofSeconds(6));
        return new CorpClaim(connector, store, time.timing(), superseded::incrementAndGet);
    }

    private static final class Store implements ClaimStore {

        private Optional<String> text = Optional.empty();
        private Optional<KafkaException> failure = Optional.empty();
        private Optional<KafkaException> lostAnswer = Optional.empty();
        private int reads;
        private int writes;

        @Override
        public Optional<String> read() {
            failIfAsked();
            reads++;
            return text;
        }

        @Override
        public void write(String next) {
            failIfAsked();
            writes++;
            text = Optional.of(next);
            if (lostAnswer.isPresent()) {
                KafkaException lost = lostAnswer.get();
                lostAnswer = Optional.empty();
                throw lost;
            }
        }

        private void failIfAsked() {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }

        @Override
        public void close() {}
    }
}
