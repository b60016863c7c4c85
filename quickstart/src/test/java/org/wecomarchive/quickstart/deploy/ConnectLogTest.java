package org.wecomarchive.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code deploy/kafka/connect-log4j2.yaml}, read by the Log4j that Kafka has. */
final class ConnectLogTest {

    private final LoggerContext context = new LoggerContext(
            "worker",
            null,
            Path.of("..", "deploy", "kafka", "connect-log4j2.yaml").toUri());

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesOneJsonObjectALine() throws IOException {
        JsonNode line = line(event("a \"quote\", a \\ and\na second line: 合同").build());

        assertThat(line.get("time").asText()).isEqualTo("2026-01-31T12:00:00.123Z");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("org.apache.kafka.Some");
        assertThat(line.get("thread").asText()).isEqualTo("task-thread-search-0");
        assertThat(line.get("host").asText()).isNotBlank();
        assertThat(line.get("message").asText()).isEqualTo("a \"quote\", a \\ and\na second line: 合同");
        assertThat(line.get("connector").asText()).isEqualTo("[search|task-0] ");
        assertThat(line.get("cause").asText()).isEmpty();
    }

    @Test
    void tellsTheTypeOfAnExceptionAndNoMessage() throws IOException {
        Log4jLogEvent event = event("failed")
                .setThrown(new IllegalStateException("SECRET: \"quoted\"", new IOException("SECRET")))
                .build();

        assertThat(line(event).get("cause").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(written(event)).doesNotContain("SECRET");
    }

    private JsonNode line(Log4jLogEvent event) throws IOException {
        assertThat(written(event)).endsWith("}\n").hasLineCount(1);
        return new ObjectMapper().readTree(written(event));
    }

    private String written(Log4jLogEvent event) {
        context.start();
        return (String)
                context.getConfiguration().getAppender("STDOUT").getLayout().toSerializable(event);
    }

    private static Log4jLogEvent.Builder event(String message) {
        MutableInstant time = new MutableInstant();
        time.initFromEpochMilli(1_769_860_800_123L, 0);
        SortedArrayStringMap coordinates = new SortedArrayStringMap();
        coordinates.putValue("connector.context", "[search|task-0] ");
        return Log4jLogEvent.newBuilder()
                .setLoggerName("org.apache.kafka.Some")
                .setLevel(Level.WARN)
                .setThreadName("task-thread-search-0")
                .setContextData(coordinates)
                .setInstant(time)
                .setMessage(new SimpleMessage(message));
    }
}
