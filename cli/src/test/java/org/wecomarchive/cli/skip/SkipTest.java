package org.wecomarchive.cli.skip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.cli.commands.CommandStore;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.schemas.Command;

final class SkipTest {

    private static final Instant NOW = Instant.parse("2025-11-21T08:00:00Z");
    private static final String CORP = "ww1";

    private final List<String> steps = new ArrayList<>();
    private final Map<String, Command> recorded = new LinkedHashMap<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final ObjectNode stored = new ObjectMapper()
            .createObjectNode()
            .put("seq", 119)
            .put("high", 119)
            .put("partition", 7)
            .put("caughtUp", 5);
    private Connector.State state = Connector.State.FAILED;
    private int killedBefore = Integer.MAX_VALUE;

    @Test
    void recordsTheRangeBeforeItChangesTheOffsetAndItsCompletionBeforeItResumes() throws Exception {
        Command done = skip("a", 120);

        assertThat(steps)
                .containsExactly("stop", "record requested", "alter 120 120 7 5", "record completed", "resume");
        assertThat(done.getSkippedFrom()).isEqualTo(120);
        assertThat(done.getSkippedThrough()).isEqualTo(120);
        assertThat(done.getRequestedBy()).isEqualTo("operator");
        assertThat(done.getWhy()).isEqualTo("crashes");
        assertThat(recorded).containsOnlyKeys("a").containsValue(done);
    }

    @Test
    void keepsHighWhereItIsHigher() throws Exception {
        stored.put("high", 500);

        skip("a", 130);

        assertThat(steps).contains("alter 130 500 7 5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void endsWithOneRecordOfTheRangeWhereverItIsKilledAndGivenAgain(int killed) throws Exception {
        killedBefore = killed;
        assertThatThrownBy(() -> skip("a", 120)).isInstanceOf(Killed.class);
        killedBefore = Integer.MAX_VALUE;

        Command done = skip("b", 120);

        assertThat(recorded).hasSize(1).containsValue(done);
        assertThat(done.getState()).isEqualTo("completed");
        assertThat(done.getSkippedFrom()).isEqualTo(120);
        assertThat(stored.get("seq").asLong()).isEqualTo(120);
        assertThat(state).isEqualTo(Connector.State.WORKING);
    }

    @Test
    void changesNothingWhenItIsGivenOnceMoreAfterItWasDone() throws Exception {
        Command done = skip("a", 120);
        steps.clear();

        Command again = skip("b", 120);

        assertThat(again).isEqualTo(done);
        assertThat(steps).isEmpty();
    }

    @Test
    void skipsAgainWhatWasSkippedBeforeARewind() throws Exception {
        skip("a", 120);
        stored.put("seq", 100);
        state = Connector.State.FAILED;

        Command again = skip("b", 120);

        assertThat(again.getSkippedFrom()).isEqualTo(101);
        assertThat(recorded).containsOnlyKeys("a", "b");
        assertThat(stored.get("seq").asLong()).isEqualTo(120);
    }

    @Test
    void refusesAConnectorThatWorks() {
        state = Connector.State.WORKING;

        assertThatThrownBy(() -> skip("a", 120)).hasMessageContaining("has not failed");
        assertThat(steps).isEmpty();
    }

    @Test
    void refusesWhatWasFetched() {
        assertThatThrownBy(() -> skip("a", 119)).hasMessageContaining("not beyond seq 119");
        assertThat(recorded).isEmpty();
        assertThat(stored.get("seq").asLong()).isEqualTo(119);
    }

    @Test
    void refusesAnotherSkipWhileOneIsUnfinished() {
        killedBefore = 2;
        assertThatThrownBy(() -> skip("a", 120)).isInstanceOf(Killed.class);
        killedBefore = Integer.MAX_VALUE;

        assertThatThrownBy(() -> skip("b", 125)).hasMessageContaining("a skip through 120 was interrupted");
    }

    private Command skip(String id, long through) throws SkipRefusedException, InterruptedException {
        Waiting waiting = new Waiting(nanoTime::get, pause -> nanoTime.addAndGet(pause.toNanos()));
        return new Skip(new Site(), new Store(), waiting, () -> NOW.plus(Duration.ofNanos(nanoTime.get())))
                .run(new Skip.Order(id, "ingest", CORP, through, "crashes", "operator"));
    }

    private void step(String what) {
        if (steps.size() == killedBefore) {
            throw new Killed();
        }
        steps.add(what);
    }

    private static final class Killed extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final class Store implements CommandStore {

        @Override
        public void write(Command command) {
            step("record " + command.getState());
            recorded.put(command.getId(), command);
        }

        @Override
        public List<Command> read() {
            return List.copyOf(recorded.values());
        }
    }

    private final class Site implements Connector {

        @Override
        public State state() {
            return state;
        }

        @Override
        public void stop() {
            step("stop");
            state = State.STOPPED;
        }

        @Override
        public void resume() {
            step("resume");
            state = State.WORKING;
        }

        @Override
        public ObjectNode offset(String corp) {
            assertThat(corp).isEqualTo(CORP);
            return stored.deepCopy();
        }

        @Override
        public void alter(String corp, ObjectNode offset) {
            step("alter " + offset.get("seq") + " " + offset.get("high") + " " + offset.get("partition") + " "
                    + offset.get("caughtUp"));
            assertThat(state).isEqualTo(State.STOPPED);
            stored.setAll(offset);
        }
    }
}
