package org.wecomarchive.quickstart.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * DuckDB in this JVM with Parquet files as its tables.
 *
 * <p>Nothing is kept: the database is in memory, what does not fit there goes to the scratch directory. It downloads no
 * extensions. Not safe for use by several threads.
 */
public final class ParquetDatabase implements AutoCloseable {

    private final Connection connection;

    private ParquetDatabase(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens an empty database.
     *
     * @param zone in which points of time are shown and cut into days
     */
    public static ParquetDatabase open(Path scratch, ZoneId zone) throws SQLException {
        ParquetDatabase database = new ParquetDatabase(DriverManager.getConnection("jdbc:duckdb:"));
        database.execute("SET TimeZone = " + literal(zone.getId()));
        database.execute("SET temp_directory = " + literal(scratch.toString()));
        database.execute("SET memory_limit = '1GB'");
        database.execute("SET autoinstall_known_extensions = false");
        return database;
    }

    /**
     * Makes files that belong together a table.
     *
     * @param files at least one; a column that some of them lack is NULL there
     */
    public void addTable(String name, List<Path> files) throws SQLException {
        String list = files.stream().map(file -> literal(file.toString())).collect(Collectors.joining(", "));
        execute("CREATE VIEW " + name + " AS SELECT * FROM read_parquet([" + list
                + "], union_by_name = true, hive_partitioning = false)");
    }

    /**
     * Runs a query; every value comes as text, as DuckDB writes it.
     *
     * @param query something that yields rows: {@code SELECT}, {@code WITH}, {@code DESCRIBE}, {@code SUMMARIZE}, {@code SHOW}
     * @throws SQLException with DuckDB's own words, which quote the query and count its lines
     */
    public void query(String query, RowOutput output) throws SQLException {
        // On a line of its own, since a query may end in a comment.
        String asText = "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (\n" + withoutSemicolon(query) + "\n)";
        try {
            run(asText, output);
        } catch (SQLException e) {
            throw QueryFailure.of(query, e);
        }
    }

    /**
     * Writes the answer of a query as comma-separated values, names of columns first: NULL is nothing, the empty text is
     * {@code ""}.
     *
     * @param file made or replaced; DuckDB would truncate standard output, even where the shell appends to a file
     * @throws SQLException as {@link #query} does
     */
    public void writeCsv(String query, Path file) throws SQLException {
        try {
            execute("COPY (FROM (\n" + withoutSemicolon(query) + "\n)) TO " + literal(file.toString())
                    + " (FORMAT csv, HEADER)");
        } catch (SQLException e) {
            throw QueryFailure.of(query, e);
        }
    }

    private void run(String query, RowOutput output) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData shape = result.getMetaData();
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= shape.getColumnCount(); column++) {
                names.add(shape.getColumnLabel(column));
            }
            output.columns(names);
            while (result.next()) {
                output.row(row(result, names.size()));
            }
            output.end();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static List<String> row(ResultSet result, int columns) throws SQLException {
        List<String> values = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
            String value = result.getString(column);
            values.add(value == null ? "" : value);
        }
        return values;
    }

    private static String withoutSemicolon(String query) {
        return query.stripTrailing().replaceAll(";$", "");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
