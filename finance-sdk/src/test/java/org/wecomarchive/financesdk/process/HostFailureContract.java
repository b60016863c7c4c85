package org.wecomarchive.financesdk.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EchoScript;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.RecordingMonitor;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.SdkSettings;

/** Every way to lose the process that hosts the library, and what is left afterwards. */
@Timeout(600)
abstract class HostFailureContract {

    private static final Duration DECRYPT_TIMEOUT = Duration.ofMillis(800);
    private static final CorpCredentials CORP =
            new CorpCredentials("ww1", "SECRET-OF-THE-CORP", "", "user:SECRET-OF-THE-PROXY", Duration.ofSeconds(1));

    private static final CorpCredentials REFUSED_CORP =
            new CorpCredentials("code:10001", "secret", "", "", Duration.ofSeconds(1));

    final RecordingMonitor monitor = new RecordingMonitor();
    FinanceSdk sdk;

    protected abstract String library() throws Exception;

    @BeforeEach
    void openSdk() throws Exception {
        sdk = FinanceSdks.open(new SdkSettings(library(), SdkSettings.Isolation.PROCESS, DECRYPT_TIMEOUT), monitor);
    }

    @AfterEach
    void leavesNothingBehind() {
        if (sdk != null) {
            sdk.close();
        }

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
        assertThat(Hosts.alive()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("finance-sdk"))
                .toList();
    }

    @Test
    void anAbortCostsOneCallAndOneRestart() throws Exception {
        SdkCrashException crash = crashOf(EchoScript.aborting());

        assertThat(crash.kind()).isEqualTo(Kind.ABORTED);
        assertThat(crash.failureClass()).isEqualTo(FailureClass.CRASH);
        assertThat(crash.function()).isEqualTo(SdkFunction.DECRYPT_DATA);
        assertThat(crash.aloneInFlight()).isTrue();
        assertServes();
        assertThat(monitor.losses()).containsExactly(Kind.ABORTED);
        assertThat(monitor.starts()).isEqualTo(2);
    }

    @Test
    void aWrongMemoryAccessIsAnAbort() throws Exception {
        SdkCrashException crash = crashOf(EchoScript.accessingWrongMemory());

        assertThat(crash.kind()).isEqualTo(Kind.ABORTED);
        assertThat(crash.aloneInFlight()).isTrue();
        assertServes();
    }

    @Test
    void inCompanyNobodyIsBlamed() throws Exception {
        CompletableFuture<Throwable> bystander = inFlight(() -> sdk.decrypt(EchoScript.lasting(700)));

        SdkCrashException crash = crashOf(EchoScript.aborting());

        assertThat(crash.kind()).isEqualTo(Kind.ABORTED);
        assertThat(crash.aloneInFlight()).isFalse();
        assertThat(crashIn(bystander).aloneInFlight()).isFalse();
        assertThat(monitor.losses()).containsExactly(Kind.ABORTED);
        assertServes();
    }

    /** Runs a call that fails on a thread of its own; returns when the host has it. */
    private CompletableFuture<Throwable> inFlight(ThrowingCallable call) throws SdkException {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread caller = new Thread(() -> failure.complete(catchThrowable(call)));
        caller.start();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> caller.getState() == Thread.State.WAITING);
        // The host takes requests in order: the answer to a later one shows that it has the earlier one.
        sdk.open(CORP).close();
        assertThat(failure).isNotDone();
        return failure;
    }

    private static SdkCrashException crashIn(CompletableFuture<Throwable> call) {
        return (SdkCrashException) call.orTimeout(2, TimeUnit.MINUTES).join();
    }

    @Test
    void aBatchIsAloneOnlyWithOnePayload() {
        List<EncryptedPayload> one = List.of(EchoScript.aborting());
        List<EncryptedPayload> two = List.of(EchoScript.aborting(), EchoScript.echo("innocent"));

        assertThatThrownBy(() -> sdk.decryptAll(one))
                .isInstanceOfSatisfying(SdkCrashException.class, crash -> assertThat(crash.aloneInFlight())
                        .isTrue());
        assertThatThrownBy(() -> sdk.decryptAll(two))
                .isInstanceOfSatisfying(SdkCrashException.class, crash -> assertThat(crash.aloneInFlight())
                        .isFalse());
    }

    @Test
    void aHangIsCutShort() throws Exception {
        SdkCrashException crash = crashOf(EchoScript.hanging());

        assertThat(crash.kind()).isEqualTo(Kind.HUNG);
        assertThat(crash.aloneInFlight()).isTrue();
        assertServes();
        assertThat(monitor.losses()).containsExactly(Kind.HUNG);
    }

    @Test
    void aFrozenProcessIsCutShortEvenWhileTheRequestIsWritten() throws Exception {
        List<EncryptedPayload> largerThanThePipe = List.of(EchoScript.echo("x".repeat(500_000)));
        Hosts.freeze(Hosts.only());

        assertThatThrownBy(() -> sdk.decryptAll(largerThanThePipe))
                .isInstanceOfSatisfying(SdkCrashException.class, crash -> assertThat(crash.kind())
                        .isEqualTo(Kind.HUNG));

        assertServes();
    }

    @Test
    void closesWhileTheProcessIsFrozen() throws Exception {
        ProcessHandle host = Hosts.only();
        Hosts.freeze(host);

        sdk.close();

        assertThat(host.isAlive()).isFalse();
    }

    @Test
    void everyCallEndsHoweverOftenTheProcessIsKilled() {
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Integer>> callers = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> decryptUntil(enough), work -> new Thread(work).start()))
                .limit(4)
                .toList();

        for (int kills = 1; kills <= 3; kills++) {
            int losses = kills;
            await().atMost(Duration.ofMinutes(2)).until(() -> !Hosts.alive().isEmpty() && monitor.starts() == losses);
            Hosts.only().destroyForcibly();
            await().atMost(Duration.ofMinutes(2)).until(() -> monitor.losses().size() == losses);
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> monitor.starts() == 4);
        enough.set(true);

        assertThat(callers)
                .allSatisfy(caller ->
                        assertThat(caller.orTimeout(2, TimeUnit.MINUTES).join()).isPositive());
        assertThat(monitor.losses()).containsOnly(Kind.ENDED);
    }

    /** Calls until told that it is enough; the number of batches that came back whole and in order. */
    private int decryptUntil(AtomicBoolean enough) {
        List<EncryptedPayload> payloads = EchoScript.echoes(50);
        int whole = 0;
        while (!enough.get()) {
            try {
                List<DecryptOutcome> outcomes = sdk.decryptAll(payloads);
                assertThat(outcomes).hasSize(50);
                assertThat(new String(outcomes.get(49).payload(), UTF_8)).isEqualTo("payload 49 of the batch");
                whole++;
            } catch (SdkCrashException lost) {
                assertThat(lost.aloneInFlight()).isFalse();
            } catch (SdkException refused) {
                throw new AssertionError(refused);
            }
        }
        return whole;
    }

    @Test
    void aPageThatHangsIsCutShort() throws Exception {
        try (ArchiveSession session = sdk.open(CORP)) {
            assertThatThrownBy(() -> session.fetchPage(EchoScript.PAGE_THAT_HANGS, 1))
                    .isInstanceOfSatisfying(SdkCrashException.class, crash -> {
                        assertThat(crash.kind()).isEqualTo(Kind.HUNG);
                        assertThat(crash.function()).isEqualTo(SdkFunction.GET_CHAT_DATA);
                    });

            assertThat(new String(session.fetchPage(100, 1), UTF_8)).contains("\"seq\":100");
        }
    }

    @Test
    void payloadsGoOnWhileAPageTakesItsTime() throws Exception {
        try (ArchiveSession session = sdk.open(CORP)) {
            CompletableFuture<Throwable> page = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> session.fetchPage(EchoScript.PAGE_OF_300_MS, 1)));
            for (int i = 0; i < 100; i++) {
                assertServes();
            }

            assertThat(Optional.ofNullable(page.orTimeout(2, TimeUnit.MINUTES).join()))
                    .isEmpty();
        }
    }

    @Test
    void aPageThatIsTooLargeIsRefusedAndTheProcessLivesOn() throws Exception {
        try (ArchiveSession session = sdk.open(CORP)) {
            for (long seq : List.of(EchoScript.PAGE_TOO_LARGE, EchoScript.PAGE_AS_LARGE_AS_A_FRAME)) {
                assertThatThrownBy(() -> session.fetchPage(seq, 1))
                        .isInstanceOfSatisfying(SdkException.class, refused -> {
                            assertThat(refused.isTooLarge()).isTrue();
                            assertThat(refused.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                        });
            }

            assertThat(new String(session.fetchPage(100, 1), UTF_8)).contains("\"seq\":100");
        }
        assertThat(monitor.losses()).isEmpty();
    }

    @Test
    void aSessionOutlivesTheProcess() throws Exception {
        try (ArchiveSession session = sdk.open(CORP)) {
            assertThatThrownBy(() -> session.fetchPage(EchoScript.PAGE_THAT_ABORTS, 1))
                    .isInstanceOf(SdkCrashException.class);

            assertThat(new String(session.fetchPage(100, 1), UTF_8)).contains("\"corp\":\"ww1\"", "\"seq\":100");
            assertThat(session.fetchMedia("file:1", "").content()).hasSize(524_288);
        }
    }

    @Test
    void aKillInTheMiddleOfABatchIsNobodysFault() throws Exception {
        List<EncryptedPayload> slow = Collections.nCopies(64, EchoScript.lasting(100));
        CompletableFuture<Throwable> batch = inFlight(() -> sdk.decryptAll(slow));

        Hosts.only().destroyForcibly();

        SdkCrashException loss = crashIn(batch);
        assertThat(loss.kind()).isEqualTo(Kind.ENDED);
        assertThat(loss.aloneInFlight()).isFalse();
        assertServes();
    }

    @Test
    void aKillBetweenCallsCostsNoCall() throws Exception {
        ProcessHandle host = Hosts.only();
        host.destroyForcibly();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !host.isAlive() && monitor.losses().size() == 1);

        assertServes();

        assertThat(monitor.losses()).containsExactly(Kind.ENDED);
    }

    @Test
    void aLibraryThatExitsHasEnded() throws Exception {
        SdkCrashException crash = crashOf(EchoScript.exiting());

        assertThat(crash.kind()).isEqualTo(Kind.ENDED);
        assertServes();
    }

    @Test
    void lossesInARowAreHeldBackWithoutBlockingTheCaller() {
        List<SdkCrashException> crashes =
                Stream.generate(() -> crashOf(EchoScript.aborting())).limit(10).toList();

        assertThat(crashes).extracting(SdkCrashException::kind).contains(Kind.ABORTED, Kind.NOT_STARTED);
        assertThat(crashes)
                .filteredOn(crash -> crash.kind() == Kind.NOT_STARTED)
                .noneMatch(SdkCrashException::aloneInFlight);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThatCode(this::assertServes).doesNotThrowAnyException());
    }

    @Test
    void whatNativeCodePrintsDisturbsNobody() throws Exception {
        for (int i = 0; i < 100; i++) {
            byte[] answer = sdk.decrypt(EchoScript.printing("x".repeat(10_000)));
            assertThat(new String(answer, UTF_8)).isEqualTo("printed");
        }
        assertServes();
    }

    @Test
    void noSecretIsOnTheCommandLineOrInTheEnvironment() throws Exception {
        try (ArchiveSession session = sdk.open(CORP)) {
            session.fetchPage(100, 1);
            sdk.decrypt(EchoScript.echo("a plaintext"));
            ProcessHandle host = Hosts.only();

            assertThat(Hosts.commandLine(host)).contains(HostMain.class.getName());
            assertThat(Hosts.commandLine(host) + Hosts.environment(host))
                    .doesNotContain("SECRET-OF-THE-CORP", "SECRET-OF-THE-PROXY", EchoScript.KEY, "a plaintext");
            assertThat(Stream.of(Hosts.environment(host).split("\0", -1))
                            .map(variable -> variable.replaceAll("=.*", "")))
                    .isSubsetOf(
                            "",
                            "PWD",
                            "SHLVL",
                            "_",
                            "OLDPWD",
                            "LD_LIBRARY_PATH",
                            "TZ",
                            "LANG",
                            "LC_ALL",
                            "LC_CTYPE",
                            "SSL_CERT_FILE",
                            "SSL_CERT_DIR");
        }
    }

    @Test
    void closesWhileACallHangs() throws Exception {
        CompletableFuture<Throwable> hanging = inFlight(() -> sdk.decrypt(EchoScript.hanging()));

        sdk.close();

        assertThat(crashIn(hanging).kind()).isEqualTo(Kind.ENDED);
        assertThat(monitor.losses()).isEmpty();
    }

    @Test
    void sessionsLeaveNoThreadInTheProcess() throws Exception {
        sdk.open(CORP).close();
        int before = Hosts.threads(Hosts.only());

        for (int i = 0; i < 50; i++) {
            sdk.open(CORP).close();
            assertThatThrownBy(() -> sdk.open(REFUSED_CORP)).isInstanceOf(SdkException.class);
        }

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(Hosts.threads(Hosts.only())).isLessThan(before + 10));
    }

    SdkCrashException crashOf(EncryptedPayload payload) {
        try {
            sdk.decrypt(payload);
        } catch (SdkCrashException crash) {
            return crash;
        } catch (SdkException other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("the process survived");
    }

    /** Once the process that takes the place of a lost one has started, which a busy machine makes longer than one call waits. */
    void assertServes() {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptionsMatching(
                        failure -> failure instanceof SdkCrashException crash && crash.kind() == Kind.NOT_STARTED)
                .untilAsserted(() -> assertThat(new String(sdk.decrypt(EchoScript.echo("still at work")), UTF_8))
                        .isEqualTo("still at work"));
    }
}
