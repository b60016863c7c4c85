package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.quickstart.leaks.LeakWatch;
import org.wecomarchive.simulator.fault.FaultKind;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;

/** Everything goes wrong in one run of the real command, and the books balance. */
@Timeout(900)
class FaultsIT {

    private static final long RECORDS = 3_000;
    private static final long SOME_RAW_BYTES = 200_000;
    private static final Set<FaultKind> FOR_A_PERSON =
            EnumSet.of(FaultKind.BACKWARDS, FaultKind.DESCENDING, FaultKind.REWRITTEN, FaultKind.JUMP);

    @TempDir
    Path temporary;

    @Test
    void endsBalancedAlthoughEverythingGoesWrong() throws Exception {
        Path dir = temporary.resolve("kept");
        Path out = temporary.resolve("out");

        LeakWatch leaks = LeakWatch.begin(dir, Set.of("secret", "keys", "tenant/keys"));

        QuickstartRun run = QuickstartRun.start(
                        dir, out, "--faults", "--no-search", "--records", Long.toString(RECORDS))
                .awaitMidRun(SOME_RAW_BYTES);
        leaks.lookAtJvms();
        JsonNode result = run.result();

        assertThat(result.get("balanced").asBoolean()).as("%s", result).isTrue();
        assertThat(result.get("source").asLong()).isEqualTo(RECORDS);
        assertThat(result.get("raw").asLong()).isEqualTo(RECORDS);
        assertThat(times(result))
                .as("how often")
                .allSatisfy((fault, times) -> assertThat(times).as(fault).isPositive());
        assertThat(kinds(result)).containsAll(everyKindButThoseForAPerson());
        assertThat(times(result).get("late-key")).as("released").isGreaterThan(50);
        // Two payloads that end the library or hang in it, two with codes that say nothing about them, and one whose
        // key is under another pair.
        assertThat(result.get("parked").asLong()).isEqualTo(5);
        requireNoLeaks(leaks, dir, out);
    }

    /** The topics are read from the directory's own brokers, started once more. */
    private static void requireNoLeaks(LeakWatch leaks, Path dir, Path out) throws Exception {
        leaks.forbid(dir.resolve("secret"), dir.resolve("keys"));
        leaks.lookAtFile(out);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"), 1)) {
            leaks.lookAtTopics(kafka.bootstrapServers());
        }
        leaks.finish();
    }

    private static Map<String, Long> times(JsonNode result) {
        Map<String, Long> times = new TreeMap<>();
        result.get("faults")
                .properties()
                .forEach(fault -> times.put(fault.getKey(), fault.getValue().asLong()));
        return times;
    }

    private static Set<String> kinds(JsonNode result) {
        return times(result).keySet().stream()
                .map(fault -> fault.split("=", -1)[0])
                .collect(Collectors.toSet());
    }

    private static List<String> everyKindButThoseForAPerson() {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> !FOR_A_PERSON.contains(kind))
                .map(FaultKind::text)
                .toList();
    }
}
