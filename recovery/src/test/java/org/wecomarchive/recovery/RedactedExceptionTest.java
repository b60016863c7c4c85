package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

final class RedactedExceptionTest {

    private static final String SECRET = "TOPSECRET";

    /** As Kafka does: the outer message repeats the inner one. */
    private final KafkaException foreign =
            new KafkaException(new IllegalArgumentException("Value not specified for key '" + SECRET + "'"));

    @Test
    void keepsTypesAndFramesAndNoMessage() {
        RedactedException copy = RedactedException.of(foreign);

        assertThat(printed(copy)).doesNotContain(SECRET);
        assertThat(copy).hasMessage("org.apache.kafka.common.KafkaException");
        assertThat(copy.getCause()).hasMessage("java.lang.IllegalArgumentException");
        assertThat(copy.getStackTrace()).isEqualTo(foreign.getStackTrace());
        assertThat(copy.getCause().getStackTrace()).isEqualTo(foreign.getCause().getStackTrace());
    }

    @Test
    void tellsTypesOrASentenceOfOurs() {
        assertThat(RedactedException.sentence(foreign)).isEqualTo("KafkaException by IllegalArgumentException");
        assertThat(RedactedException.sentence(foreign.getCause())).isEqualTo("IllegalArgumentException");
        assertThat(RedactedException.sentence(new Ours("set kafka.x", foreign))).isEqualTo("set kafka.x");
    }

    @Test
    void leavesSuppressedExceptionsOut() {
        foreign.addSuppressed(new IllegalStateException(SECRET));

        assertThat(printed(RedactedException.of(foreign))).doesNotContain(SECRET);
    }

    @Test
    void keepsTheMessageOfAnExceptionOfOurs() {
        RedactedException copy = RedactedException.of(new Ours("set kafka.x", foreign));

        assertThat(copy).hasMessage(Ours.class.getName() + ": set kafka.x");
        assertThat(printed(copy)).doesNotContain(SECRET);
    }

    @Test
    void endsAtACauseThatComesAgain() {
        IllegalStateException inner = new IllegalStateException(SECRET);
        KafkaException outer = new KafkaException(SECRET, inner);
        inner.initCause(outer);

        RedactedException copy = RedactedException.of(outer);

        assertThat(copy.getCause()).hasMessage("java.lang.IllegalStateException");
        assertThat(copy.getCause().getCause()).isNull();
    }

    @Test
    void aCopyIsItsOwnCopy() {
        RedactedException copy = RedactedException.of(foreign);

        assertThat(RedactedException.of(copy)).isSameAs(copy);
    }

    @Test
    void onlyWhatCarriesNothingForeignMayBeShown() {
        Ours withSuppressed = new Ours("", null);
        withSuppressed.addSuppressed(foreign);

        assertThat(RedactedException.mayBeShown(new Ours("", null))).isTrue();
        assertThat(RedactedException.mayBeShown(new Ours("", RedactedException.of(foreign))))
                .isTrue();
        assertThat(RedactedException.mayBeShown(new Ours("", foreign))).isFalse();
        assertThat(RedactedException.mayBeShown(foreign)).isFalse();
        assertThat(RedactedException.mayBeShown(withSuppressed)).isFalse();
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class Ours extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ours(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
