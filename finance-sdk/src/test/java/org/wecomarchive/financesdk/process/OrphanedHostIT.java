package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.EchoLibrary;
import org.wecomarchive.financesdk.EchoProvider;
import org.wecomarchive.financesdk.EchoScript;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;

/** The host process ends with its parent, even when the parent is killed and native code hangs. */
@Timeout(600)
final class OrphanedHostIT {

    @Test
    void endsWithItsParentWhileAProviderHangs() throws Exception {
        assertEndsWithItsParent(EchoProvider.LIBRARY);
    }

    @Test
    void endsWithItsParentWhileNativeCodeHangs(@TempDir Path directory) throws Exception {
        assertEndsWithItsParent(EchoLibrary.compile(directory).toString());
    }

    private static void assertEndsWithItsParent(String library) throws IOException, InterruptedException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        library)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = parent.inputReader()) {
            ProcessHandle host =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            assertThat(host.isAlive()).isTrue();

            parent.destroyForcibly();

            assertThat(parent.waitFor(2, TimeUnit.MINUTES)).isTrue();
            await().atMost(Duration.ofMinutes(2)).until(() -> !host.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** A parent with a call that never ends; prints the pid of its host once that call is in flight. */
    static final class Parent {

        public static void main(String[] args) throws SdkException {
            SdkSettings settings = new SdkSettings(args[0], SdkSettings.Isolation.PROCESS, Duration.ofMinutes(10));
            FinanceSdk sdk = FinanceSdks.open(settings);
            Thread hanging = new Thread(() -> {
                try {
                    sdk.decrypt(EchoScript.hanging());
                } catch (SdkException e) {
                    throw new AssertionError(e);
                }
            });
            hanging.start();
            while (hanging.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            sdk.decrypt(EchoScript.echo("the hanging call was sent before"));
            System.out.println(Hosts.only().pid());
        }
    }
}
