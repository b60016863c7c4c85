package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.MockTime;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Change.Phase;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.State;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

final class SchemaRetryTest {

    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final int ID = 7;

    private final MockTime time = new MockTime();
    private final List<Change> changes = new ArrayList<>();
    private final Recoveries recoveries = new Recoveries(time, changes::add);
    private final SchemaRetry retry = new SchemaRetry(
            recoveries.open("the schemas", new Backoff(Duration.ofMillis(100), PROBE), PROBE),
            () -> Instant.ofEpochMilli(time.milliseconds()));
    private ScriptedRegistry registry;
    private RecordReader<ChatEvent> events;
    private EventReader reader;

    @BeforeEach
    void open() throws Exception {
        registry = ScriptedRegistry.empty();
        events = RecordReader.of(
                ChatEvent.class,
                Map.of("schema.registry.url", registry.url(), "schema.registry.retry.timeout.ms", "0"));
        reader = new EventReader(events);
    }

    @AfterEach
    void close() {
        events.close();
        registry.close();
    }

    @Test
    void asksAgainSlowlyWhileTheRegistryDoesNotKnowTheSchemaAndSaysSoLoudly() {
        for (int second = 0; second < 90; second++) {
            assertThatThrownBy(this::decoded).isInstanceOf(RetriableException.class);
            time.sleep(1000);
        }

        assertThat(registry.notFound()).isEqualTo(3);
        assertThat(recoveries.state()).isEqualTo(State.WAITING_FOR_OPERATOR);
        assertThat(changes).singleElement().satisfies(began -> {
            assertThat(began.failure().failureClass()).isEqualTo(FailureClass.OPERATOR);
            assertThat(began.failure().sentence()).contains("events-2@5: schema id 7 of events-value is unknown");
        });
    }

    @Test
    void readsTheEventOnceTheRegistryKnowsItsSchema() {
        assertThatThrownBy(this::decoded).isInstanceOf(RetriableException.class);
        registry.add(ID, ChatEvent.getClassSchema().toString());
        time.sleep(PROBE.toMillis());

        assertThat(decoded()).isEqualTo(Events.text(1, "你好"));
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER);
        assertThat(retry.pause()).isZero();
    }

    @Test
    void asksSoonAgainWhileTheRegistryIsAway() {
        registry.goAway(true);

        assertThatThrownBy(this::decoded).isInstanceOf(RetriableException.class);

        assertThat(recoveries.state()).isEqualTo(State.BACKING_OFF);
        assertThat(retry.pause()).isLessThan(Duration.ofSeconds(1)).isPositive();
    }

    @Test
    void isNoTroubleAnyMoreOnceNobodyHereWaitsForTheSchema() {
        assertThatThrownBy(this::decoded).isInstanceOf(RetriableException.class);

        retry.none();

        assertThat(recoveries.state()).isEqualTo(State.STARTING);
        assertThat(retry.pause()).isZero();
    }

    @Test
    void stopsAtATopicOfOtherRecordsAndSaysWhichSettingToCorrect() {
        registry.add(ID, RawRecord.getClassSchema().toString());

        assertThatThrownBy(this::decoded)
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining("the topic events holds RawRecord, this connector wants ChatEvent")
                .hasMessageContaining("correct topics")
                .hasMessageNotContainingAny("errors.tolerance", "errors.deadletterqueue");
    }

    private ChatEvent decoded() {
        byte[] avro = Events.avro(Events.text(1, "你好"));
        byte[] value = ByteBuffer.allocate(1 + Integer.BYTES + avro.length)
                .put((byte) 0)
                .putInt(ID)
                .put(avro)
                .array();
        SinkRecord sinkRecord = new SinkRecord("events", 2, null, null, null, value, 5);
        return retry.decoded(() -> reader.event(sinkRecord));
    }
}
