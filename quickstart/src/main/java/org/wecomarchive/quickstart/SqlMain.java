package org.wecomarchive.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wecomarchive.quickstart.run.LastRun;
import org.wecomarchive.quickstart.run.UsageException;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.quickstart.sql.ColdDatabase;
import org.wecomarchive.quickstart.sql.TableOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Main of {@code bin/sql}. Exit codes: 0 answered, 1 the query is wrong or failed, 2 the command line cannot be used. */
@Command(
        name = "bin/sql",
        mixinStandardHelpOptions = true,
        versionProvider = Program.Version.class,
        description = {
            "Answers an SQL query from the cold store of a quickstart's directory, also while it runs.",
            "The tables are events and raw; the dialect is DuckDB's. docs/analytics.md has examples."
        })
final class SqlMain implements Callable<Integer> {

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = "directory of bin/quickstart (default: that of the last run)")
    private Optional<Path> dir;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "zone in which points of time are shown, such as Asia/Shanghai (default: UTC)")
    private ZoneId zone;

    @Option(
            names = "--csv",
            description = "comma-separated values, all rows, in place of a table; NULL is nothing, empty text is \"\"")
    private boolean csv;

    @Parameters(paramLabel = "QUERY", description = "one query: SELECT …, WITH …, DESCRIBE events, SUMMARIZE events")
    private String query;

    public static void main(String[] arguments) {
        System.exit(Program.run(new SqlMain(), arguments));
    }

    @Override
    public Integer call() throws IOException, UsageException {
        try {
            answer(LastRun.here().directory(dir));
            return CommandLine.ExitCode.OK;
        } catch (SQLException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void answer(Path directory) throws IOException, SQLException, UsageException {
        Path warehouse = Workspace.cold(directory);
        if (!Files.exists(warehouse)) {
            throw new UsageException("The run in " + directory + " has no cold store.");
        }
        try (ColdDatabase database = ColdDatabase.open(warehouse, zone)) {
            if (csv) {
                database.printCsv(query, System.out);
            } else {
                FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                database.query(query, new TableOutput(new PrintStream(out, false, StandardCharsets.UTF_8)));
            }
        }
    }
}
