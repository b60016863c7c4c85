package org.wecomarchive.financesdk;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The contract by a native library in a child process. */
final class NativeChildIT extends FinanceSdkContract {

    @TempDir
    private static Path directory;

    @Override
    protected SdkSettings settings() throws Exception {
        return new SdkSettings(
                EchoLibrary.compiled(directory).toString(), SdkSettings.Isolation.PROCESS, Duration.ofSeconds(5));
    }
}
