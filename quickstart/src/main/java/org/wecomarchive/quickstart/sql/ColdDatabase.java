package org.wecomarchive.quickstart.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wecomarchive.sinkiceberg.read.ColdStore;

/**
 * SQL over the tables {@code events} and {@code raw} of a cold store as they were when it was opened: replaced rows are gone.
 *
 * <p>DuckDB alone would ignore that rows were deleted; so files with such rows are written again, without them, into a
 * temporary directory, which goes with the program. Not safe for use by several threads.
 */
public final class ColdDatabase implements AutoCloseable {

    private static final List<String> TABLES = List.of("events", "raw");

    private final ScratchDirectory scratch;
    private final ParquetDatabase database;
    private final Set<String> tables = new HashSet<>();

    private ColdDatabase(ScratchDirectory scratch, ParquetDatabase database) {
        this.scratch = scratch;
        this.database = database;
    }

    /**
     * Opens the store; a table that the connector has not made yet is missing.
     *
     * @param warehouse local directory with the tables and {@code catalog.db}
     * @param zone in which points of time are shown and cut into days
     */
    public static ColdDatabase open(Path warehouse, ZoneId zone) throws IOException, SQLException {
        ScratchDirectory scratch = ScratchDirectory.create("wecom-sql-");
        ColdDatabase opened = new ColdDatabase(scratch, ParquetDatabase.open(scratch.path(), zone));
        try (ColdStore store = ColdStore.open(Map.of("catalog.warehouse", warehouse.toString()))) {
            for (String table : TABLES) {
                if (store.has(table)) {
                    opened.database.addTable(
                            table, store.parquet(table, scratch.path().resolve(table)));
                    opened.tables.add(table);
                }
            }
        } catch (IOException | SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /** Whether the store has this table: it is made with its first record. */
    public boolean has(String table) {
        return tables.contains(table);
    }

    /** As {@link ParquetDatabase#query}. */
    public void query(String query, RowOutput output) throws SQLException {
        database.query(query, output);
    }

    /** Prints what {@link ParquetDatabase#writeCsv} writes: the whole answer, or nothing if the query fails. */
    public void printCsv(String query, OutputStream out) throws IOException, SQLException {
        Path answer = scratch.path().resolve("answer.csv");
        database.writeCsv(query, answer);
        Files.copy(answer, out);
    }

    @Override
    public void close() throws IOException, SQLException {
        try (scratch) {
            database.close();
        }
    }
}
