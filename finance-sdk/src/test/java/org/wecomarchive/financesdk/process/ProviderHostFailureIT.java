package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.EchoProvider;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkSettings;

/** The failures by a provider's library. */
final class ProviderHostFailureIT extends HostFailureContract {

    @Override
    protected String library() {
        return EchoProvider.LIBRARY;
    }

    @Test
    void anUnusableLibraryIsRefusedAtOpeningWithItsOwnMessage() {
        assertRefused(EchoProvider.UNUSABLE, "this echo is unusable on purpose");
    }

    @Test
    void aSchemeThatNobodySupportsIsRefused() {
        assertRefused("nobody:127.0.0.1:1", "no provider on the class path supports nobody:127.0.0.1:1");
    }

    @Test
    void aMissingFileIsRefused() {
        assertRefused("/nowhere/libWeWorkFinanceSdk_C.so", "there is no file /nowhere/libWeWorkFinanceSdk_C.so");
    }

    private static void assertRefused(String library, String why) {
        SdkSettings settings = new SdkSettings(library, SdkSettings.Isolation.PROCESS, Duration.ofSeconds(1));

        assertThatThrownBy(() -> FinanceSdks.open(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
