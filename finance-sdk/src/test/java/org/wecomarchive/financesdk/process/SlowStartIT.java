package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.EchoProvider;
import org.wecomarchive.financesdk.RecordingMonitor;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkFunction;

/** A machine that is busy when the first process starts is no reason to give up. */
@Timeout(600)
final class SlowStartIT {

    private static final Duration START_LIMIT = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final RecordingMonitor monitor = new RecordingMonitor();

    @Test
    void aFirstStartThatIsSlowIsTriedAgainByTheNextCall() {
        try (HostSupervisor supervisor = supervisor(EchoProvider.SLOW_AT_FIRST + directory.resolve("started"))) {
            supervisor.begin();

            assertThat(monitor.losses()).containsExactly(Kind.NOT_STARTED);
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsInstanceOf(SdkCrashException.class)
                    .untilAsserted(() -> assertThat(
                                    supervisor.host(SdkFunction.INIT, WAIT).takesCalls())
                            .isTrue());
            assertThat(monitor.starts()).isOne();
        }
    }

    @Test
    void aLibraryThatCannotBeUsedIsRefusedAfterASlowStartToo() {
        try (HostSupervisor supervisor = supervisor(EchoProvider.SLOW_THEN_UNUSABLE + directory.resolve("started"))) {
            supervisor.begin();

            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsInstanceOf(SdkCrashException.class)
                    .untilAsserted(() -> assertThatThrownBy(() -> supervisor.host(SdkFunction.INIT, WAIT))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("this echo is unusable on purpose"));
        }
    }

    private HostSupervisor supervisor(String library) {
        RestartBackoff backoff = new RestartBackoff(System::nanoTime, () -> 0);
        return new HostSupervisor(new HostLauncher(library, START_LIMIT), backoff, monitor);
    }
}
