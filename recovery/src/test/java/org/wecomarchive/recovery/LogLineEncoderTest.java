package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogLineEncoderTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void forgetTheChoice() {
        System.clearProperty(LogFormat.KEY);
    }

    @Test
    void writesLinesOfThePatternUnlessAskedForJson() {
        LogFormat.choose(Map.of());

        assertThat(line(event("three \"words\" here", null))).isEqualTo("WARN three \"words\" here\n");
    }

    @Test
    void writesOneJsonObjectALine() {
        LogFormat.choose(Map.of("log.format", "json"));
        LoggingEvent event = event("a \"quote\", a \\ and\na second line: 合同", null, Map.of("seq", "42"));

        assertThat(line(event))
                .isEqualTo(
                        "{\"time\":\"2026-01-31T12:00:00.123Z\",\"level\":\"WARN\",\"logger\":\"org.wecomarchive.Some\","
                                + "\"thread\":\"stream-1\",\"host\":\"decryptor-1\","
                                + "\"message\":\"a \\\"quote\\\", a \\\\ and\\na second line: 合同\",\"seq\":\"42\"}\n");
    }

    @Test
    void tellsTheTypesOfAnExceptionAndNoMessage() {
        LogFormat.choose(Map.of("log.format", "json"));

        String line = line(event("failed", new IllegalStateException("SECRET", new IOException("SECRET"))));

        assertThat(line)
                .endsWith(
                        ",\"message\":\"failed\",\"cause\":\"java.lang.IllegalStateException by java.io.IOException\"}\n")
                .doesNotContain("SECRET");
    }

    @Test
    void tellsTheTypeBehindARedactedCopy() {
        LogFormat.choose(Map.of("log.format", "json"));

        String line = line(event("failed", RedactedException.of(new IOException("SECRET"))));

        assertThat(line).endsWith(",\"cause\":\"java.io.IOException\"}\n");
    }

    @Test
    void refusesAnotherFormat() {
        assertThatThrownBy(() -> LogFormat.choose(Map.of("log.format", "${env:FORMAT}")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("log.format is text or json");
    }

    private String line(LoggingEvent event) {
        LogLineEncoder encoder = new LogLineEncoder();
        encoder.setContext(context);
        encoder.setHost("decryptor-1");
        encoder.setPattern("%level %msg%n");
        encoder.start();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent event(String message, Throwable failure) {
        return event(message, failure, Map.of());
    }

    private LoggingEvent event(String message, Throwable failure, Map<String, String> coordinates) {
        LoggingEvent event = new LoggingEvent(
                "caller", context.getLogger("org.wecomarchive.Some"), Level.WARN, message, failure, new Object[0]);
        event.setInstant(Instant.parse("2026-01-31T12:00:00.123Z"));
        event.setThreadName("stream-1");
        event.setMDCPropertyMap(coordinates);
        return event;
    }
}
