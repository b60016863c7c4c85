package org.wecomarchive.financesdk.nativelib;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.EchoLibrary;
import org.wecomarchive.financesdk.EchoScript;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;

/** The handle's own guards; the library aborts this JVM if they let a second thread or a use after destruction through. */
@Timeout(600)
final class NativeSessionIT {

    private static final CorpCredentials CORP = new CorpCredentials("ww1", "secret", "", "", Duration.ofSeconds(1));

    @TempDir
    private Path directory;

    private NativeFinanceSdk sdk;

    @BeforeEach
    void load() throws Exception {
        sdk = NativeFinanceSdk.load(EchoLibrary.compile(directory));
    }

    @AfterEach
    void destroysEveryHandle() {
        if (sdk != null) {
            sdk.close();
            assertThat(sdk.liveStructs()).isEqualTo(NativeStructs.NONE);
        }
    }

    @Test
    void refusesASecondThread() throws Exception {
        ArchiveSession session = sdk.open(CORP);
        CompletableFuture<String> slow = slowPage(session);

        assertThatThrownBy(() -> session.fetchPage(100, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.fetchMedia("file:1", "")).isInstanceOf(IllegalStateException.class);

        assertThat(slow.join()).contains("\"seq\":4");
    }

    @Test
    void theCallInProgressDestroysAClosedHandle() throws Exception {
        ArchiveSession session = sdk.open(CORP);
        CompletableFuture<String> slow = slowPage(session);

        session.close();

        assertThat(sdk.liveStructs().sdks()).isEqualTo(1);
        assertThat(slow.join()).contains("\"seq\":4");
        assertThat(sdk.liveStructs()).isEqualTo(NativeStructs.NONE);
    }

    @Test
    void isDestroyedOnce() throws Exception {
        ArchiveSession session = sdk.open(CORP);

        session.close();
        session.close();

        assertThat(sdk.liveStructs()).isEqualTo(NativeStructs.NONE);
        assertThatThrownBy(() -> session.fetchPage(100, 1)).isInstanceOf(IllegalStateException.class);
    }

    /** Returns while the library is in the call: its slice exists. */
    private CompletableFuture<String> slowPage(ArchiveSession session) {
        CompletableFuture<String> page = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(session.fetchPage(EchoScript.PAGE_OF_300_MS, 1), UTF_8);
            } catch (SdkException e) {
                throw new AssertionError(e);
            }
        });
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> sdk.liveStructs().slices() == 1);
        return page.orTimeout(2, TimeUnit.MINUTES);
    }
}
