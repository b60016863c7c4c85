package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.EchoLibrary;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.RecordingMonitor;
import org.wecomarchive.financesdk.SdkSettings;

/** A folder for temporary files from which no library can be loaded, as hardened hosts have it. */
@Timeout(60)
final class NoexecMountIT {

    private static final String TEMPORARY = "java.io.tmpdir";

    @TempDir
    private Path directory;

    private final String before = System.getProperty(TEMPORARY);
    private Path folder;

    @BeforeEach
    void mount() throws Exception {
        folder = Files.createDirectory(directory.resolve("noexec"));
        assumeThat(succeeds("mount", "-t", "tmpfs", "-o", "noexec,size=16m", "tmpfs", folder.toString()))
                .as("the right to mount")
                .isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        System.setProperty(TEMPORARY, before);
        succeeds("umount", folder.toString());
    }

    @Test
    void isNamedAndNotADependencyOfTheLibrary() throws Exception {
        String library = EchoLibrary.compile(directory).toString();
        System.setProperty(TEMPORARY, folder.toString());
        SdkSettings settings = new SdkSettings(library, SdkSettings.Isolation.PROCESS, Duration.ofSeconds(1));

        assertThatThrownBy(
                        () -> FinanceSdks.open(settings, new RecordingMonitor()).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("JNA", folder + " is mounted noexec", "-Djava.io.tmpdir")
                .hasMessageNotContaining("ldd");
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
