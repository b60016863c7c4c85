package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.sinkiceberg.commit.Sealing.FIRST;
import static org.wecomarchive.sinkiceberg.commit.Sealing.pending;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.commit.PendingCommit.Answer;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.spark.SparkSql;
import org.wecomarchive.testkit.spark.StatementFailedException;

/** What {@link CompactionTest} shows, with Spark itself and the statements of our pages. */
@Tag("spark")
@Timeout(600)
final class SparkCompactionIT {

    private static final Pattern CALL = Pattern.compile("^CALL [^;]+", Pattern.MULTILINE);
    private static final int SEQS = 60;
    private static final int REPLAYS_BESIDE_A_STATEMENT = 8;

    @TempDir
    Path folder;

    private final SortedMap<Long, String> last = new TreeMap<>();
    private int commits;
    private ColdStore store;
    private SparkSql spark;

    @BeforeEach
    void openStore() {
        store = new ColdStore(folder.resolve("lake"));
    }

    @AfterEach
    void close() {
        if (spark != null) {
            spark.close();
        }
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void everyStatementOfThePagesLeavesOneRowForEachKeyBesideReplays(String formatVersion) throws Exception {
        events().updateProperties().set("format-version", formatVersion).commit();
        fill();
        startSpark();
        List<String> statements = new ArrayList<>(calls("../docs/cold-store.md"));
        statements.addAll(calls("README.md"));
        assertThat(statements).hasSizeGreaterThanOrEqualTo(6);

        for (String statement : statements) {
            replay();
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> runUntilItSucceeds(statement));
            for (int replay = 0; replay < REPLAYS_BESIDE_A_STATEMENT; replay++) {
                replay();
            }
            running.join();

            assertBothReadersSeeTheLastRows(statement);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void cleaningUpDeletesBringsNoReplacedRowBack(String formatVersion) throws Exception {
        events().updateProperties().set("format-version", formatVersion).commit();
        fill();
        startSpark();
        String cleaning = "CALL wecom_archive.system.rewrite_data_files(table => 'wecom_archive.wecom_archive.events',"
                + " where => 'seq < 1000', options => map('rewrite-all', 'true', 'remove-dangling-deletes', 'true'))";

        for (int round = 0; round < 3; round++) {
            replay();
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> runUntilItSucceeds(cleaning));
            replay();
            running.join();

            assertBothReadersSeeTheLastRows(cleaning);
        }
    }

    @Test
    void aTableWithEqualityDeletesOfAnEarlierVersionStaysRight() throws Exception {
        Table table = store.openOfAnEarlierVersion(ArchiveTable.EVENTS);
        fill();
        table.refresh();
        TableFiles.replace(table, ArchiveTable.EVENTS, List.of(event(5, 1, "by equality"), event(7, 1, "by equality")));
        startSpark();
        assertBothReadersSeeTheLastRows("equality deletes");

        runUntilItSucceeds(calls("../docs/cold-store.md").get(0));
        replay();
        assertBothReadersSeeTheLastRows("compaction");

        table.refresh();
        TableFiles.replace(table, ArchiveTable.EVENTS, List.of(event(9, 0, "by equality")));
        table.refresh();
        EqualityDeletes.convert(table);
        runUntilItSucceeds("CALL wecom_archive.system.rewrite_data_files(table => 'wecom_archive.wecom_archive.events',"
                + " options => map('rewrite-all', 'true', 'remove-dangling-deletes', 'true'))");

        assertBothReadersSeeTheLastRows("conversion and cleaning up");
    }

    private void startSpark() throws IOException {
        spark = SparkSql.start(folder.resolve("lake"), folder.resolve("spark"));
    }

    /** Many small files of two days. */
    private void fill() {
        for (long from = 0; from < SEQS; from += 6) {
            commit(LongStream.range(from, from + 6)
                    .mapToObj(seq -> event(seq, (int) (seq % 2), "first"))
                    .toArray(SpecificRecord[]::new));
        }
    }

    /** Some rows of several files, into the other day. */
    private void replay() {
        int number = commits;
        commit(LongStream.iterate(number % 7, seq -> seq < SEQS, seq -> seq + 7)
                .mapToObj(seq -> event(seq, (int) ((seq + number) % 2), "replay " + number))
                .toArray(SpecificRecord[]::new));
    }

    private void commit(SpecificRecord... records) {
        Table table = events();
        OptionalLong from = new TablePositions(table.properties()).next(FIRST);
        PendingCommit commit = pending(table, FIRST, new OffsetRange(from, from.orElse(0) + records.length), records);
        Answer answer = commit.attempt();
        while (answer == Answer.CONFLICT) {
            answer = commit.attempt();
        }
        assertThat(answer).isEqualTo(Answer.COMMITTED);
        commits++;
    }

    /** As the page says: a compaction whose files the connector has changed meanwhile fails and is run again. */
    private void runUntilItSucceeds(String statement) {
        boolean done = false;
        while (!done) {
            try {
                spark.rows(statement);
                done = true;
            } catch (StatementFailedException failed) {
                assertThat(failed).hasMessageContaining("ValidationException");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void assertBothReadersSeeTheLastRows(String after) throws IOException {
        List<String> expected = last.entrySet().stream()
                .map(row -> "{\"seq\":" + row.getKey() + ",\"text\":\"" + row.getValue() + "\"}")
                .toList();

        assertThat(spark.rows("REFRESH TABLE events")).isEmpty();
        assertThat(spark.rows("SELECT seq, text FROM events ORDER BY seq, text"))
                .as("Spark after %s", after)
                .isEqualTo(expected);
        assertThat(store.rows(ArchiveTable.EVENTS).stream()
                        .sorted(Comparator.comparing(RowKey::of))
                        .map(row -> "{\"seq\":" + row.getField("seq") + ",\"text\":\"" + row.getField("text") + "\"}"))
                .as("Iceberg's own reader after %s", after)
                .containsExactlyElementsOf(expected);
    }

    private Table events() {
        return store.open(ArchiveTable.EVENTS);
    }

    private ChatEvent event(long seq, int day, String text) {
        last.put(seq, text);
        return Chats.event("ww1", seq, Chats.NOON.plus(Duration.ofDays(day)), text);
    }

    private static List<String> calls(String page) throws IOException {
        return CALL.matcher(Files.readString(Path.of(page), StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group())
                .toList();
    }
}
