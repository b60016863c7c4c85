package org.wecomarchive.financesdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract by a native library inside this JVM. */
final class NativeInProcessIT extends FinanceSdkContract {

    @TempDir
    private static Path directory;

    @Override
    protected SdkSettings settings() throws Exception {
        return new SdkSettings(
                EchoLibrary.compiled(directory).toString(), SdkSettings.Isolation.NONE, Duration.ofSeconds(5));
    }

    @Test
    void retriesOnceWhereTheVendorAsksForIt() throws Exception {
        byte[] plaintext = sdk.decrypt(EchoScript.payload("retry: refused at first"));

        assertThat(new String(plaintext, UTF_8)).isEqualTo("retry: refused at first");
    }
}
