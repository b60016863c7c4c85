package org.wecomarchive.financesdk;

import java.time.Duration;

/** The contract by a provider's library inside this JVM. */
final class ProviderInProcessTest extends FinanceSdkContract {

    @Override
    protected SdkSettings settings() {
        return new SdkSettings(EchoProvider.LIBRARY, SdkSettings.Isolation.NONE, Duration.ofSeconds(5));
    }
}
