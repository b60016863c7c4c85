package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.ledger.Guarantee;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.ledger.SeqSet;

/** Reads a stage's topics back until they hold what they should. */
final class LedgerWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LedgerWatch.class);
    private static final Duration READ_AT_MOST = Duration.ofSeconds(60);
    private static final Duration END_AT_MOST = Duration.ofMinutes(4);

    private final ScenarioStage stage;
    private final LedgerReader reader;

    LedgerWatch(ScenarioStage stage) {
        this.stage = stage;
        reader = new LedgerReader(
                Map.of("bootstrap.servers", stage.kafka().bootstrapServers()), new Topics(Topics.DEFAULT_PREFIX));
    }

    /** The books as they stand. */
    Ledger now() throws Exception {
        return reader.read(READ_AT_MOST);
    }

    /** Waits for the condition and returns how long that took: the build does not judge it. */
    Duration until(String what, Predicate<Ledger> condition) {
        return until(what, () -> condition.test(now()));
    }

    /** Waits for anything else and returns how long that took. */
    Duration until(String what, Callable<Boolean> condition) {
        AtomicReference<Duration> took = new AtomicReference<>(END_AT_MOST);
        waiting(what)
                .conditionEvaluationListener(looked -> took.set(Duration.ofMillis(looked.getElapsedTimeInMS())))
                .until(condition);
        log.info("{} after {}", what, took.get());
        return took.get();
    }

    /** Waits until the books are so, and returns them. */
    Ledger once(String what, Predicate<Ledger> condition) {
        return waiting(what).until(this::now, condition);
    }

    private static ConditionFactory waiting(String what) {
        return await(what)
                // A stream thread that ends on purpose is not the watcher's business.
                .dontCatchUncaughtExceptions()
                .atMost(END_AT_MOST)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200));
    }

    /** Waits until so many records of the corp have been fetched; fails if that is all it has, as nothing would be disturbed. */
    void untilFetched(String corpId, long wanted) throws Exception {
        until("fetched " + wanted + " of " + corpId, ledger -> ledger.raw().size(corpId) >= wanted);
        assertThat(now().raw().size(corpId))
                .as("fetched before the disturbance")
                .isLessThan(stage.tenant(corpId).size());
    }

    /** Waits until every record of every tenant has its outcome. */
    Ledger untilComplete() {
        return once(
                "all have an outcome",
                ledger -> ledger.raw().size() >= source().size()
                        && ledger.balance().withoutOutcome() == 0);
    }

    /** Waits for the end and checks the guarantees. */
    Ledger verify(Guarantee... guarantees) {
        Ledger ledger = untilComplete();
        SeqSet source = source();
        for (Guarantee guarantee : guarantees) {
            assertThat(guarantee.violations(ledger, source))
                    .as(guarantee.name())
                    .isEmpty();
        }
        return ledger;
    }

    private SeqSet source() {
        SeqSet source = new SeqSet();
        stage.tenants().forEach(tenant -> {
            for (long index = 0; index < tenant.size(); index++) {
                source.add(tenant.settings().corpId(), tenant.seqOf(index));
            }
        });
        return source;
    }

    @Override
    public void close() {
        reader.close();
    }
}
