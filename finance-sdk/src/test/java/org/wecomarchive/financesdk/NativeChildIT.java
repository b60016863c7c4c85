package org.wecomarchive.financesdk;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract by a native library in a child process. */
final class NativeChildIT extends FinanceSdkContract {

    @TempDir
    private static Path directory;

    private static Path library;

    @BeforeAll
    static void compile() throws Exception {
        library = EchoLibrary.compile(directory);
    }

    @Override
    protected SdkSettings settings() {
        return new SdkSettings(library.toString(), SdkSettings.Isolation.PROCESS, Duration.ofSeconds(5));
    }
}
