package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command refuses, what it fails at, and what is left then. */
@Timeout(1200)
class RefusalIT {

    private static final Pattern LOG = Pattern.compile("The log is (.+)\\.\n");

    @TempDir
    Path temporary;

    @Test
    void refusesADirectoryThatCannotBeMade() throws Exception {
        QuickstartRun run = QuickstartRun.startStaying(Path.of("/proc/x"), temporary.resolve("out"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .startsWith("The directory /proc/x cannot be used: ")
                .hasLineCount(1);
    }

    @Test
    void makesNoDirectoryForARunThatItRefuses() throws Exception {
        Path dir = temporary.resolve("new").resolve("dir");

        QuickstartRun run =
                QuickstartRun.startStaying(dir, temporary.resolve("out"), "--faults=abort@2", "--records", "5");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .startsWith("The option --faults needs 1000 records")
                .hasLineCount(1);
        assertThat(temporary.resolve("new")).doesNotExist();
    }

    /** The servers cannot start where a file has the place of the brokers' directory. */
    @Test
    void namesTheLogOfAFailure() throws Exception {
        Path dir = Files.createDirectory(temporary.resolve("dir"));
        Files.createFile(dir.resolve("lock"));
        Files.writeString(dir.resolve("kafka"), "in the way");

        QuickstartRun run = QuickstartRun.startStaying(dir, temporary.resolve("out"));

        assertThat(run.exitCode()).isEqualTo(1);
        Matcher log = LOG.matcher(run.output());
        assertThat(run.output()).contains("The quickstart failed: ");
        assertThat(log.find()).as(run.output()).isTrue();
        assertThat(Path.of(log.group(1))).content().contains("the run failed");
    }

    @Test
    void balancesWithoutARecord() throws Exception {
        JsonNode result = QuickstartRun.start(temporary.resolve("dir"), temporary.resolve("out"), "--records", "0")
                .result();

        assertThat(result.get("source").asLong()).isZero();
        assertThat(result.get("balanced").asBoolean()).isTrue();
    }

    /** Both runs have a page that comes twice, which asks for a page with something in it at the first call. */
    @Test
    void repeatsTheFaultsOfADirectory() throws Exception {
        String[] options = {"--faults=repeated@1", "--records", "1000", "--no-search", "--no-cold"};
        Path dir = temporary.resolve("dir");

        JsonNode first =
                QuickstartRun.start(dir, temporary.resolve("first"), options).result();
        JsonNode second =
                QuickstartRun.start(dir, temporary.resolve("second"), options).result();

        assertThat(first.get("faults").get("repeated").asLong()).isPositive();
        assertThat(second.get("faults").get("repeated").asLong()).isPositive();
        assertThat(second.get("source").asLong()).isEqualTo(2000);
        assertThat(second.get("balanced").asBoolean()).isTrue();
    }
}
