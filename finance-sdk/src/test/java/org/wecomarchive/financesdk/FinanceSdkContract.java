package org.wecomarchive.financesdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link FinanceSdk} does, wherever its library lives; run against an echo library. */
@Timeout(600)
public abstract class FinanceSdkContract {

    protected final RecordingMonitor monitor = new RecordingMonitor();
    protected FinanceSdk sdk;

    protected abstract SdkSettings settings() throws Exception;

    @BeforeEach
    void openSdk() throws Exception {
        sdk = FinanceSdks.open(settings(), monitor);
    }

    @AfterEach
    void closeSdk() {
        if (sdk != null) {
            sdk.close();
        }
    }

    protected static CorpCredentials corp(String corpId) {
        return new CorpCredentials(corpId, "the secret", "http://proxy:3128", "user:password", Duration.ofMillis(1500));
    }

    @Test
    void decryptsOnePayload() throws Exception {
        byte[] plaintext = sdk.decrypt(EchoScript.echo("你好，世界 👍 \"quoted\""));

        assertThat(new String(plaintext, UTF_8)).isEqualTo("你好，世界 👍 \"quoted\"");
    }

    @Test
    void decryptsABatchInOrder() throws Exception {
        List<DecryptOutcome> outcomes = sdk.decryptAll(EchoScript.echoes(1000));

        assertThat(outcomes)
                .isEqualTo(IntStream.range(0, 1000)
                        .<DecryptOutcome>mapToObj(
                                i -> new DecryptOutcome.Decrypted(("payload " + i + " of the batch").getBytes(UTF_8)))
                        .toList());
    }

    @Test
    void decryptsABatchLargerThanOneRequest() throws Exception {
        List<EncryptedPayload> payloads = IntStream.range(0, 5)
                .mapToObj(i -> EchoScript.echo((i + "x").repeat(400_000)))
                .toList();

        List<DecryptOutcome> outcomes = sdk.decryptAll(payloads);

        assertThat(outcomes).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(new String(outcomes.get(i).payload(), UTF_8)).isEqualTo((i + "x").repeat(400_000));
        }
    }

    @Test
    void anEmptyBatchHasNoOutcomes() throws Exception {
        assertThat(sdk.decryptAll(List.of())).isEmpty();
    }

    @Test
    void refusesOnePayloadOfABatchWithoutTheOthers() throws Exception {
        List<DecryptOutcome> outcomes = sdk.decryptAll(List.of(
                EchoScript.echo("the first one"), EchoScript.refusedWith(10006), EchoScript.echo("the last one")));

        assertThat(new String(outcomes.get(0).payload(), UTF_8)).isEqualTo("the first one");
        SdkException refusal =
                catchThrowableOfType(SdkException.class, () -> outcomes.get(1).payload());
        assertThat(refusal.code()).isEqualTo(10006);
        assertThat(refusal.function()).isEqualTo(SdkFunction.DECRYPT_DATA);
        assertThat(refusal.failureClass()).isEqualTo(FailureClass.BAD_RECORD);
        assertThat(refusal.remedy()).isNotBlank();
        assertThat(new String(outcomes.get(2).payload(), UTF_8)).isEqualTo("the last one");
    }

    @Test
    void refusesAMessageThatWouldAbortTheLibrary() {
        EncryptedPayload tooShort = EchoScript.payload("only 12 char");

        assertThatThrownBy(() -> sdk.decrypt(tooShort)).isInstanceOfSatisfying(SdkException.class, refusal -> {
            assertThat(refusal.code()).isZero();
            assertThat(refusal.failureClass()).isEqualTo(FailureClass.BAD_RECORD);
        });
    }

    @Test
    void refusesAKeyThatCouldAbortTheLibrary() {
        EncryptedPayload illegalKey = new EncryptedPayload("A====", "echo:any message at all");

        assertThatThrownBy(() -> sdk.decrypt(illegalKey)).isInstanceOfSatisfying(SdkException.class, refusal -> {
            assertThat(refusal.code()).isZero();
            assertThat(refusal.failureClass()).isEqualTo(FailureClass.BAD_KEY);
        });
    }

    @Test
    void successWithoutContentCondemnsThePayload() {
        assertThatThrownBy(() -> sdk.decrypt(EchoScript.withoutContent()))
                .isInstanceOfSatisfying(SdkException.class, refusal -> assertThat(refusal.failureClass())
                        .isEqualTo(FailureClass.BAD_RECORD));
    }

    @Test
    void decryptsOnManyThreads() {
        List<CompletableFuture<String>> all = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> decrypted("call number " + i)))
                .toList();

        for (int i = 0; i < 200; i++) {
            assertThat(all.get(i).orTimeout(2, TimeUnit.MINUTES).join()).isEqualTo("call number " + i);
        }
    }

    private String decrypted(String text) {
        try {
            return new String(sdk.decrypt(EchoScript.echo(text)), UTF_8);
        } catch (SdkException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void passesEveryArgumentOfAPage() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            byte[] page = session.fetchPage(9_007_199_254_740_993L, 1000);

            assertThat(new String(page, UTF_8))
                    .isEqualTo("{\"corp\":\"ww1\",\"seq\":9007199254740993,\"limit\":1000,"
                            + "\"proxy\":\"http://proxy:3128\",\"passwd\":\"user:password\",\"timeout\":2}");
        }
    }

    @Test
    void keepsSessionsApart() throws Exception {
        try (ArchiveSession one = sdk.open(corp("ww1"));
                ArchiveSession two = sdk.open(corp("ww2"))) {
            assertThat(new String(one.fetchPage(0, 1), UTF_8)).contains("\"corp\":\"ww1\"");
            assertThat(new String(two.fetchPage(0, 1), UTF_8)).contains("\"corp\":\"ww2\"");
        }
    }

    @Test
    void classifiesTheFailureOfAPage() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            assertThatThrownBy(() -> session.fetchPage(10009, 1))
                    .isInstanceOfSatisfying(SdkException.class, failure -> {
                        assertThat(failure.function()).isEqualTo(SdkFunction.GET_CHAT_DATA);
                        assertThat(failure.code()).isEqualTo(10009);
                        assertThat(failure.failureClass()).isEqualTo(FailureClass.OPERATOR);
                    });
        }
    }

    @Test
    void aPageWithoutContentIsTransient() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            assertThatThrownBy(() -> session.fetchPage(EchoScript.PAGE_WITHOUT_CONTENT, 1))
                    .isInstanceOfSatisfying(SdkException.class, failure -> assertThat(failure.failureClass())
                            .isEqualTo(FailureClass.TRANSIENT));
        }
    }

    @Test
    void refusesArgumentsThatNoPageHas() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            assertThatThrownBy(() -> session.fetchPage(-1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> session.fetchPage(0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> session.fetchPage(0, 1001)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aRefusedInitOpensNoSession() {
        assertThatThrownBy(() -> sdk.open(corp("code:10000"))).isInstanceOfSatisfying(SdkException.class, failure -> {
            assertThat(failure.function()).isEqualTo(SdkFunction.INIT);
            assertThat(failure.failureClass()).isEqualTo(FailureClass.FATAL);
        });
    }

    @Test
    void downloadsMediaInChunksOfAnyBytes() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            MediaChunk first = session.fetchMedia("file:1", "");
            MediaChunk second = session.fetchMedia("file:1", first.nextIndex());

            assertThat(first.content()).hasSize(524_288).startsWith(0, 1, 2).contains(255);
            assertThat(first.nextIndex()).isEqualTo("Range:bytes=524288-524387");
            assertThat(first.last()).isFalse();
            assertThat(second.content()).hasSize(100);
            assertThat(second.last()).isTrue();
        }
    }

    @Test
    void anEmptyFileIsOneEmptyChunk() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            assertThat(session.fetchMedia("null:empty", "")).isEqualTo(new MediaChunk(new byte[0], "", true));
        }
    }

    @Test
    void aChunkWithoutItsContentIsTransient() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            assertThatThrownBy(() -> session.fetchMedia("null:broken", ""))
                    .isInstanceOfSatisfying(SdkException.class, failure -> assertThat(failure.failureClass())
                            .isEqualTo(FailureClass.TRANSIENT));
        }
    }

    @Test
    void anExpiredFileIsABadRecord() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            assertThatThrownBy(() -> session.fetchMedia("code:10010", ""))
                    .isInstanceOfSatisfying(SdkException.class, failure -> assertThat(failure.failureClass())
                            .isEqualTo(FailureClass.BAD_RECORD));
        }
    }

    @Test
    void refusesUseAfterClose() throws Exception {
        ArchiveSession session = sdk.open(corp("ww1"));

        session.close();
        session.close();

        assertThatThrownBy(() -> session.fetchPage(0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.fetchMedia("file:1", "")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesASecondThreadInASession() throws Exception {
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> {
                try {
                    session.fetchPage(EchoScript.PAGE_OF_300_MS, 1);
                } catch (SdkException e) {
                    throw new AssertionError(e);
                }
            });

            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> refused(session) || slow.isDone());

            assertThat(slow.isDone()).isFalse();
            slow.orTimeout(2, TimeUnit.MINUTES).join();
        }
    }

    private static boolean refused(ArchiveSession session) throws SdkException {
        try {
            session.fetchPage(0, 1);
            return false;
        } catch (IllegalStateException inUse) {
            return true;
        }
    }

    @Test
    void closingASessionWaitsForTheCallInProgress() throws Exception {
        ArchiveSession session = sdk.open(corp("ww1"));
        CompletableFuture<byte[]> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return session.fetchPage(EchoScript.PAGE_OF_300_MS, 1);
            } catch (SdkException e) {
                throw new AssertionError(e);
            }
        });
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> refused(session) || slow.isDone());

        session.close();

        assertThat(new String(slow.orTimeout(2, TimeUnit.MINUTES).join(), UTF_8))
                .contains("\"seq\":4");
        assertThat(new String(sdk.decrypt(EchoScript.echo("still alive")), UTF_8))
                .isEqualTo("still alive");
    }

    @Test
    void refusesUseOfAClosedSdk() throws Exception {
        ArchiveSession session = sdk.open(corp("ww1"));

        sdk.close();
        sdk.close();

        assertThatThrownBy(() -> sdk.decrypt(EchoScript.echo("too late by far")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sdk.open(corp("ww2"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.fetchPage(0, 1)).isInstanceOf(IllegalStateException.class);
        session.close();
    }

    @Test
    void tellsTheMonitorEveryResult() throws Exception {
        sdk.decryptAll(List.of(EchoScript.echo("the first one"), EchoScript.refusedWith(10008)));
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            session.fetchPage(0, 1);
        }

        assertThat(monitor.succeeded())
                .containsExactlyInAnyOrder(SdkFunction.DECRYPT_DATA, SdkFunction.INIT, SdkFunction.GET_CHAT_DATA);
        assertThat(monitor.failed()).extracting(SdkException::code).containsExactly(10008);
    }

    @Test
    void freesEveryStructOnEveryPath() throws Exception {
        sdk.decryptAll(
                List.of(EchoScript.echo("the first one"), EchoScript.refusedWith(10008), EchoScript.withoutContent()));
        try (ArchiveSession session = sdk.open(corp("ww1"))) {
            session.fetchPage(0, 1);
            session.fetchMedia("file:1", "");
            assertThatThrownBy(() -> session.fetchPage(10001, 1)).isInstanceOf(SdkException.class);
            assertThatThrownBy(() -> session.fetchPage(1, 1)).isInstanceOf(SdkException.class);
            assertThatThrownBy(() -> session.fetchMedia("code:10005", "")).isInstanceOf(SdkException.class);
            assertThatThrownBy(() -> session.fetchMedia("null:broken", "")).isInstanceOf(SdkException.class);
        }
        assertThatThrownBy(() -> sdk.open(corp("code:10001"))).isInstanceOf(SdkException.class);

        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            sdk.decrypt(EchoScript.echo("asks for the counters"));
            assertThat(monitor.live()).isEqualTo(NativeStructs.NONE);
        });
    }
}
