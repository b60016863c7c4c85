package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

final class StartAttemptsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicLong pauses = new AtomicLong();
    private ScriptedRegistry registry;
    private RecordReader<Erasure> reader;

    @BeforeEach
    void open() throws Exception {
        registry = ScriptedRegistry.empty();
        reader = RecordReader.of(
                Erasure.class, Map.of("schema.registry.url", registry.url(), "schema.registry.retry.timeout.ms", "0"));
    }

    @AfterEach
    void close() {
        reader.close();
        registry.close();
    }

    @Test
    void goesOnOnceTheRegistryKnowsTheSchemaThatItLacked() throws Exception {
        attempts().until("read the orders", () -> {
            if (pauses.get() == 3) {
                registry.add(7, Erasure.getClassSchema().toString());
            }
            read();
        });

        assertThat(pauses).hasValue(3);
    }

    @Test
    void givesUpInTimeAndNamesTheIdThatTheRegistryDoesNotKnow() {
        assertThatThrownBy(() -> attempts().until("read the orders", this::read))
                .isInstanceOf(NotReadyException.class)
                .hasMessageStartingWith(
                        "cannot read the orders within start.timeout.ms = 10000: erasures-0@3: schema id 7")
                .hasMessageContaining("schema.registry.url");
        assertThat(pauses).hasValueBetween(5, 20);
    }

    private void read() {
        reader.decode(
                "erasures",
                0,
                3,
                Records.framed(7, Orders.order("a").setSeq(42L).build()));
    }

    private StartAttempts attempts() {
        return new StartAttempts(Duration.ofSeconds(10), new Backoff(SECOND, SECOND), this::pause, nanoTime::get);
    }

    private boolean pause(Duration pause) {
        pauses.incrementAndGet();
        nanoTime.addAndGet(pause.toNanos());
        return true;
    }
}
