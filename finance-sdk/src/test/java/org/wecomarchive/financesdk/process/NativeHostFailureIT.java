package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.EchoLibrary;
import org.wecomarchive.financesdk.EchoScript;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;

/** The failures by a library in C, which can fail as the vendor's does. */
final class NativeHostFailureIT extends HostFailureContract {

    @TempDir
    private static Path directory;

    @Override
    protected String library() throws Exception {
        return EchoLibrary.compiled(directory).toString();
    }

    @Test
    void leavesNoCrashDump() throws Exception {
        List<Path> before = dumps();
        crashOf(EchoScript.accessingWrongMemory());
        crashOf(EchoScript.aborting());

        assertThat(dumps()).isEqualTo(before);
    }

    /** The host's working directory is this JVM's; a JVM writes its dumps there or to its temporary directory. */
    private static List<Path> dumps() throws IOException {
        try (Stream<Path> here = Files.list(Path.of("").toAbsolutePath());
                Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return Stream.concat(here, temporary)
                    .filter(file -> file.getFileName().toString().matches("(core|hs_err|java_pid).*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theKernelMayNotDumpTheProcess() throws Exception {
        Path limits = Path.of("/proc", Long.toString(Hosts.only().pid()), "limits");

        assertThat(Files.readAllLines(limits))
                .anySatisfy(line -> assertThat(line).matches("Max core file size\\s+0\\s+0\\s+bytes\\s*"));
    }

    /** A provider's plaintext or chunk would be in the small heap before anybody could look at it. */
    @Test
    void aPlaintextThatIsTooLargeIsRefusedBeforeItIsCopied() throws Exception {
        assertThatThrownBy(() -> sdk.decrypt(EchoScript.ofTooLargePlaintext()))
                .isInstanceOfSatisfying(SdkException.class, refused -> assertThat(refused.failureClass())
                        .isEqualTo(FailureClass.BAD_RECORD));

        assertServes();
        assertThat(monitor.losses()).isEmpty();
    }

    @Test
    void aChunkThatIsTooLargeIsRefusedBeforeItIsCopied() throws Exception {
        try (ArchiveSession session = sdk.open(new CorpCredentials("ww1", "secret", "", "", Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> session.fetchMedia("large:1", ""))
                    .isInstanceOfSatisfying(SdkException.class, refused -> assertThat(refused.failureClass())
                            .isEqualTo(FailureClass.BAD_RECORD));

            assertServes();
        }
        assertThat(monitor.losses()).isEmpty();
    }

    @Test
    void aNewProcessStartsWithoutLiveStructs() throws Exception {
        try (ArchiveSession session = sdk.open(new CorpCredentials("ww1", "secret", "", "", Duration.ofSeconds(1)))) {
            session.fetchPage(100, 1);
            await().atMost(Duration.ofMinutes(2)).until(() -> monitor.live().sdks() == 1);
            crashOf(EchoScript.aborting());

            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                assertServes();
                assertThat(monitor.live()).isEqualTo(NativeStructs.NONE);
            });
        }
    }
}
