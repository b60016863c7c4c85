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
import org.wecomarchive.cli.connect.RefusedException;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.recovery.UnfetchableRecord;
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
    private String trace = traceAfter(119);
    private Runnable whileItStops = () -> {};
    private int killedBefore = Integer.MAX_VALUE;

    @Test
    void recordsTheRangeBeforeItChangesTheOffsetAndItsCompletionBeforeItResumes() throws Exception {
        Command done = skip("a", 120);

        assertThat(steps)
                .containsExactly("record requested", "stop", "alter 120 120 7 5", "record completed", "resume");
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
        fail(100);

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

    @Test
    void refusesAConnectorThatWasOnlyStopped() {
        state = Connector.State.STOPPED;

        assertThatThrownBy(() -> skip("a", 120)).hasMessageContaining("was stopped");
        assertThat(steps).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.wecomarchive.ingestor.fetch.FatalIngestException: seq 5 after 5",
                "org.apache.kafka.connect.errors.ConnectException: the first record after seq 119 is late",
                ""
            })
    void refusesATaskThatFailedOfSomethingElse(String other) {
        trace = other;

        assertThatThrownBy(() -> skip("a", 120)).hasMessageContaining("has not failed at a record");
        assertThat(steps).isEmpty();
    }

    @Test
    void refusesATaskThatFailedAtAnotherRecord() {
        trace = traceAfter(90);

        assertThatThrownBy(() -> skip("a", 120)).hasMessageContaining("failed after seq 90");
        assertThat(steps).isEmpty();
    }

    @Test
    void skipsAThousandSeqsAtOnceAndNotOneMore() throws Exception {
        assertThatThrownBy(() -> skip("a", 1120)).hasMessageContaining("more than 1000 beyond seq 119");
        assertThat(steps).isEmpty();

        assertThat(skip("b", 1119).getSkippedThrough()).isEqualTo(1119);
    }

    @Test
    void skipsNothingWhenTheConnectorGoesOnBeforeItIsStopped() {
        whileItStops = () -> stored.put("seq", 140);

        assertThatThrownBy(() -> skip("a", 120)).hasMessageContaining("went on to seq 140");
        assertThat(steps).containsExactly("record requested", "stop", "record failed", "resume");
        assertThat(stored.get("seq").asLong()).isEqualTo(140);
    }

    @Test
    void givesAnInterruptedSkipUpOnceTheConnectorHasMovedOnAndTakesTheNext() throws Exception {
        killedBefore = 1;
        assertThatThrownBy(() -> skip("a", 120)).isInstanceOf(Killed.class);
        killedBefore = Integer.MAX_VALUE;
        stored.put("seq", 150).put("high", 150);
        fail(150);

        Command done = skip("b", 151);

        assertThat(recorded.get("a").getState()).isEqualTo("failed");
        assertThat(recorded.get("a").getFailure()).contains("150");
        assertThat(done.getSkippedFrom()).isEqualTo(151);
    }

    @Test
    void leavesAConnectorAloneThatWorksAgainAfterAnInterruptedSkip() {
        killedBefore = 1;
        assertThatThrownBy(() -> skip("a", 120)).isInstanceOf(Killed.class);
        killedBefore = Integer.MAX_VALUE;
        state = Connector.State.WORKING;
        steps.clear();

        assertThatThrownBy(() -> skip("b", 120)).hasMessageContaining("has not failed");
        assertThat(steps).isEmpty();
    }

    @Test
    void doesNotResumeAConnectorThatWasStoppedLongAfterTheSkip() throws Exception {
        Command done = skip("a", 120);
        stored.put("seq", 300).put("high", 300);
        state = Connector.State.STOPPED;

        assertThat(skip("b", 120)).isEqualTo(done);
        assertThat(state).isEqualTo(Connector.State.STOPPED);
    }

    private static String traceAfter(long seq) {
        return "org.wecomarchive.ingestor.fetch.FatalIngestException: "
                + new UnfetchableRecord(seq).sentence("crashes the library") + "\n\tat org.wecomarchive.X.y(X.java:1)";
    }

    private void fail(long seq) {
        state = Connector.State.FAILED;
        trace = traceAfter(seq);
    }

    private Command skip(String id, long through) throws RefusedException, InterruptedException {
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
        public Status status() {
            return new Status(state, state == State.FAILED ? trace : "");
        }

        @Override
        public void stop() {
            step("stop");
            state = State.STOPPED;
            whileItStops.run();
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
