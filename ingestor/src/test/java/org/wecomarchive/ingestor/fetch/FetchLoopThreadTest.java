package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.cursor.StartRefusedException;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.ingestor.publish.SizeLimits;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualTime;

@Timeout(30)
final class FetchLoopThreadTest {

    private static final Duration RETENTION = Duration.ofDays(5);

    @Test
    void endsInTimeWhileANativeCallHangs() throws InterruptedException {
        HangingSdk sdk = new HangingSdk();
        FetchLoop fetcher = start(sdk);
        sdk.called.await();

        fetcher.close();

        await().atMost(5, TimeUnit.SECONDS).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("wecom-fetch-ww-hanging")));
        assertThat(fetcher.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void givesPollBackInTimeWhileANativeCallHangs() throws InterruptedException {
        HangingSdk sdk = new HangingSdk();
        try (FetchLoop fetcher = start(sdk)) {
            sdk.called.await();

            assertThat(fetcher.take(Duration.ofMillis(50))).isEmpty();
        }
    }

    @Test
    void discardsWhateverWasFetchedOnceTheCorpIsAnothers() throws InterruptedException {
        CountDownLatch fetched = new CountDownLatch(1);
        ScriptedSdk sdk = new ScriptedSdk(ManualTime.endless())
                .page(5)
                .page(6)
                .page(7)
                .answer(() -> {
                    fetched.countDown();
                    return ScriptedSdk.pageOf(8);
                });
        TakenBeginning beginning = new TakenBeginning();
        try (FetchLoop fetcher = start(sdk, beginning)) {
            List<SourceRecord> first = untilSomethingComes(fetcher);
            fetched.await();
            beginning.taken = true;

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> untilSomethingComes(fetcher))
                        .isInstanceOf(FatalIngestException.class)
                        .hasMessageContaining("another connector");
            }
            assertThat(first).hasSize(1);
        }
    }

    private static List<SourceRecord> untilSomethingComes(FetchLoop fetcher) throws InterruptedException {
        List<SourceRecord> batch = fetcher.take(Duration.ofMillis(50));
        while (batch.isEmpty()) {
            batch = fetcher.take(Duration.ofMillis(50));
        }
        return batch;
    }

    private static FetchLoop start(FinanceSdk sdk) {
        return start(sdk, () -> new Cursor(0, 0, 0, Cursor.NEVER));
    }

    private static FetchLoop start(FinanceSdk sdk, Beginning beginning) {
        Recoveries recoveries = Recoveries.logged();
        Timing timing = Timing.system();
        CorpCredentials corp = new CorpCredentials("ww-hanging", "not-a-real-secret", "", "", Duration.ofSeconds(3));
        return new FetchLoop(
                        new Archive(() -> sdk, corp),
                        beginning,
                        new SourceRecords(
                                corp.corpId(),
                                new Topics("test"),
                                TextEncoder.encoders(),
                                new SizeLimits(new Topics("test"), List.of(), Optional::empty)),
                        new GapDetector(corp.corpId(), RETENTION, timing.clock()),
                        new FetchPacing(
                                new FetchPacing.Calls(100, 600),
                                new FetchPacing.Pauses(
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(1),
                                        new FetchPacing.Blocked(Duration.ofMinutes(1), Duration.ofMinutes(5))),
                                new FetchPacing.Buffer(4, Long.MAX_VALUE),
                                timing),
                        new IngestMetrics(new RecordedMetrics(), timing.clock(), RETENTION, recoveries),
                        recoveries)
                .start();
    }

    /** Its corp is another connector's from some moment on. */
    private static final class TakenBeginning implements Beginning {

        private volatile boolean taken;

        @Override
        public Cursor find() {
            return new Cursor(0, 0, 0, Cursor.NEVER);
        }

        @Override
        public void confirm() {
            if (taken) {
                throw new StartRefusedException("another connector");
            }
        }
    }

    /** Its calls cannot be interrupted and end only with the library. */
    private static final class HangingSdk implements FinanceSdk, ArchiveSession {

        private final CountDownLatch called = new CountDownLatch(1);
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        @Override
        public ArchiveSession open(CorpCredentials credentials) {
            return this;
        }

        @Override
        public byte[] fetchPage(long seq, int limit) throws SdkCrashException {
            called.countDown();
            // As native code, it does not hear interrupts.
            closed.join();
            throw new SdkCrashException(
                    SdkFunction.GET_CHAT_DATA, SdkCrashException.Kind.ENDED, true, "the library was closed");
        }

        @Override
        public MediaChunk fetchMedia(String sdkFileId, String index) {
            throw new UnsupportedOperationException("no media here");
        }

        @Override
        public byte[] decrypt(EncryptedPayload payload) {
            throw new UnsupportedOperationException("the ingestor has no keys");
        }

        @Override
        public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
            throw new UnsupportedOperationException("the ingestor has no keys");
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }
}
