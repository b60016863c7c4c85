package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.recovery.RedactedException;

final class ConnectCallsTest {

    private static final String SECRET = "TOPSECRET";

    static Stream<RuntimeException> foreign() {
        IllegalArgumentException quoting = new IllegalArgumentException("no value for key '" + SECRET + "'");
        ConnectException withSuppressed = new ConnectException("no answer");
        withSuppressed.addSuppressed(quoting);
        return Stream.of(
                quoting,
                new KafkaException(quoting),
                new ConnectException(quoting),
                new ConnectException("cannot start", new KafkaException(quoting)),
                withSuppressed,
                (RuntimeException) new ConfigException("wrong").initCause(quoting));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void showsTypesOnlyOfWhatIsForeign(RuntimeException failure) {
        Throwable shown = thrown(failure);

        assertThat(shown).isExactlyInstanceOf(ConnectException.class);
        assertThat(printed(shown))
                .doesNotContain(SECRET)
                .contains(failure.getClass().getName());
    }

    static Stream<RuntimeException> known() {
        return Stream.of(
                new ConnectException("set kafka.bootstrap.servers"),
                new ConnectException("died", RedactedException.of(new KafkaException(SECRET))),
                new ConfigException("corp.id must not be empty"),
                new RetriableException("the registry is away"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void letsPassWhatQuotesNothing(RuntimeException failure) {
        assertThat(thrown(failure)).isSameAs(failure);
    }

    @Test
    void staysRetriable() {
        RetriableException failure = new RetriableException(new KafkaException(SECRET));

        Throwable shown = thrown(failure);

        assertThat(shown).isExactlyInstanceOf(RetriableException.class);
        assertThat(printed(shown)).doesNotContain(SECRET);
    }

    private static Throwable thrown(RuntimeException failure) {
        return catchThrowable(() -> ConnectCalls.run(() -> {
            throw failure;
        }));
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
