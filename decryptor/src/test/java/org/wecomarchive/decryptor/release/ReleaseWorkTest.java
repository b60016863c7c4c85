package org.wecomarchive.decryptor.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.decryption.EventEncoding;
import org.wecomarchive.decryptor.decryption.KeyDecryption;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.fixtures.ScriptedSdk;
import org.wecomarchive.decryptor.follow.RetryLoop;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.State;
import org.wecomarchive.schemas.Topics;

final class ReleaseWorkTest {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path keysDir;

    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, changes::add);
    private final ReleaseFigures figures = new ReleaseFigures(() -> 0);

    @Test
    void pausesLongerAndLongerInTransientTroubleAndGoesOn() {
        try (RetryLoop loop = loop(() -> new TimeoutException("away"), 3)) {
            loop.start();

            await().atMost(PATIENCE).until(() -> pauses.size() == 3);
        }

        assertThat(List.copyOf(pauses)).hasSize(3).isSorted().allMatch(pause -> pause.compareTo(MOST) < 0);
        assertThat(changes).extracting(Change::phase).containsExactly(Change.Phase.BEGAN);
        assertThat(fatal).isEmpty();
        assertThat(failures("transient")).isEqualTo(3);
    }

    @Test
    void waitsLongForAnOperatorAndCountsThat() {
        try (RetryLoop loop = loop(() -> GroupAuthorizationException.forGroupId("group"), 2)) {
            loop.start();

            await().atMost(PATIENCE).until(() -> pauses.size() == 2);
        }

        assertThat(pauses).containsExactly(MOST, MOST);
        assertThat(changes).extracting(Change::phase).containsExactly(Change.Phase.BEGAN);
        assertThat(recoveries.state()).isEqualTo(State.WAITING_FOR_OPERATOR);
        assertThat(failures("operator")).isEqualTo(2);
    }

    @Test
    void reportsAFatalFailureOnceAndEnds() {
        FatalTroubleException failure = new FatalTroubleException("ours");

        try (RetryLoop loop = loop(() -> failure, 1)) {
            loop.start();

            await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
        }

        assertThat(fatal).containsExactly(failure);
        assertThat(pauses).isEmpty();
    }

    @Test
    void canBeClosedWithoutHavingBeenStarted() {
        RetryLoop loop = loop(() -> new TimeoutException("away"), 1);

        loop.close();

        assertThat(pauses).isEmpty();
    }

    private RetryLoop loop(Supplier<RuntimeException> failure, int mostPauses) {
        KeyRing keys =
                new KeyRing(keysDir, KeyFileAccess.OWNER, PemPassword.none(), RsaEngine.open(RsaProvider.JDK), () -> 0);
        RecordDecryption.Clocks clocks = new RecordDecryption.Clocks(() -> Records.DECRYPTED_AT, () -> 0);
        PayloadDecryption payloads = new PayloadDecryption(new ScriptedSdk());
        RecordDecryption decryption = new RecordDecryption(
                Records::decode, new KeyDecryption(keys), payloads, new EventEncoding(Records::encode, 4096), clocks);
        ReleaseContext context = new ReleaseContext(
                new Topics("test"),
                () -> {
                    throw failure.get();
                },
                decryption,
                payloads,
                keys,
                10,
                new TestCommands().codec(),
                clocks,
                figures);
        return new RetryLoop(
                "release",
                new ReleaseWork(context),
                recoveries.open("the release", new Backoff(FIRST, MOST), MOST),
                pause -> {
                    pauses.add(pause);
                    return pauses.size() < mostPauses;
                },
                figures::interrupted,
                fatal::add);
    }

    private double failures(String kind) {
        List<Figure> found = figures.all().stream()
                .filter(figure -> figure.name().equals("wecom_release_failures_total")
                        && figure.tags().containsValue(kind))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0).value().getAsDouble();
    }
}
