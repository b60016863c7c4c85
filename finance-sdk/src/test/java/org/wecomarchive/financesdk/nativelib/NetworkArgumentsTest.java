package org.wecomarchive.financesdk.nativelib;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.financesdk.CorpCredentials;

final class NetworkArgumentsTest {

    @ParameterizedTest
    @CsvSource({"PT1S,1", "PT1.001S,2", "PT1.999999999S,2", "PT5S,5", "PT1H,3600", "P36500000D,2147483647"})
    void countsWholeSecondsRoundedUp(Duration timeout, int seconds) {
        assertThat(NetworkArguments.wholeSeconds(timeout)).isEqualTo(seconds);
    }

    @Test
    void noProxyIsAnEmptyCString() {
        CorpCredentials direct = new CorpCredentials("ww1", "secret", "", "", Duration.ofSeconds(5));

        NetworkArguments arguments = NetworkArguments.of(direct);

        assertThat(arguments.proxy()).containsExactly(0);
        assertThat(arguments.proxyCredentials()).containsExactly(0);
    }
}
