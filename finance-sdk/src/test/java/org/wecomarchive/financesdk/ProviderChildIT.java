package org.wecomarchive.financesdk;

import java.time.Duration;

/** The contract by a provider's library in a child process. */
final class ProviderChildIT extends FinanceSdkContract {

    @Override
    protected SdkSettings settings() {
        return new SdkSettings(EchoProvider.LIBRARY, SdkSettings.Isolation.PROCESS, Duration.ofSeconds(5));
    }
}
