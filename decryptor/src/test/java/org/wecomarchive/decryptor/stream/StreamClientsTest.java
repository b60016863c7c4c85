package org.wecomarchive.decryptor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.fixtures.NeverAsked;
import org.wecomarchive.decryptor.follow.Pauses;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.State;
import org.wecomarchive.recovery.UnresolvedBrokersException;
import org.wecomarchive.schemas.Topics;

final class StreamClientsTest {

    /** No name service has this domain (RFC 6761). */
    private static final String NOWHERE = "kafka-0.invalid:9092";

    private final Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", NOWHERE));
    private final List<Change> reported = new ArrayList<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, reported::add);
    private int pauses;

    @Test
    void waitForNamesOfBrokersAndGoOn() {
        try (Admin admin = clients(pause -> {
                    pauses++;
                    if (pauses == 3) {
                        settings.put("bootstrap.servers", "127.0.0.1:1");
                    }
                    return true;
                })
                .getAdmin(settings)) {
            assertThat(admin).isNotNull();
        }

        assertThat(pauses).isEqualTo(3);
        assertThat(reported).extracting(Change::phase).containsExactly(Change.Phase.BEGAN, Change.Phase.OVER);
        assertThat(recoveries.state()).isEqualTo(State.STARTING);
    }

    @Test
    void waitNoLongerThanTheProgramRuns() {
        assertThatThrownBy(() -> clients(pause -> false).getProducer(settings))
                .isInstanceOf(UnresolvedBrokersException.class);
    }

    private StreamClients clients(Pauses whatPausesDo) {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
        return new StreamClients(
                new Prefetch(new NeverAsked(), Runnable::run, 1, 0, () -> 0),
                new GroupOffsets(new Topics("test"), "test", StartFrom.AUTO),
                () -> new HeldPartitions(raw -> {}, () -> null, at -> {}, () -> 0),
                recoveries.open("making a client", backoff, Duration.ofSeconds(30)),
                whatPausesDo);
    }
}
