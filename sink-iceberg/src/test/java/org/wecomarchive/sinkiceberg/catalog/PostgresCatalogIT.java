package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableFiles;

/** The catalog of production: a real PostgreSQL. */
@Timeout(600)
final class PostgresCatalogIT extends CatalogContract {

    @TempDir
    static Path serverDirectory;

    private static PostgresServer postgres;

    @TempDir
    Path directory;

    private String database;

    @BeforeAll
    static void startServer() throws Exception {
        postgres = PostgresServer.start(serverDirectory);
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void name(TestInfo test) {
        database = "d" + Integer.toHexString(test.getDisplayName().hashCode());
    }

    @Override
    Map<String, String> settings() throws Exception {
        Map<String, String> settings = new HashMap<>(postgres.catalogIn(database));
        settings.put("catalog.warehouse", directory.toString());
        return settings;
    }

    @Test
    void keepsWhatWasCommittedAndGoesOnAfterItsServerDied() throws Exception {
        Map<String, String> settings = settings();
        try (OpenCatalog catalog = new CatalogConfig(settings).open()) {
            Table table = events(catalog);
            TableFiles.append(table, ArchiveTable.EVENTS, List.of(Events.event(1)));

            postgres.crashAndStartAgain();
            TableFiles.append(table, ArchiveTable.EVENTS, List.of(Events.event(2)));

            assertThat(count(settings)).isEqualTo(new RowCount(2, 2));
        }
    }

    @Test
    void aWrongPasswordAndAMissingDatabaseAreForAPerson() throws Exception {
        Map<String, String> right = settings();
        Map<String, String> wrongPassword = new HashMap<>(right);
        wrongPassword.put("catalog.password", "not-the-password");
        Map<String, String> noDatabase = new HashMap<>(right);
        noDatabase.put("catalog.url", right.get("catalog.url") + "_of_another");

        Throwable refused = catchThrowable(() -> new CatalogConfig(wrongPassword).open());
        Throwable missing = catchThrowable(() -> new CatalogConfig(noDatabase).open());

        assertThat(SinkFailures.classify(refused).failureClass()).isEqualTo(FailureClass.OPERATOR);
        assertThat(SinkFailures.classify(missing).failureClass()).isEqualTo(FailureClass.OPERATOR);
        assertThat(SinkFailures.describe(refused))
                .contains("SQLSTATE 28P01", "catalog.password")
                .doesNotContain("not-the-password");
        assertThat(SinkFailures.describe(missing)).contains("SQLSTATE 3D000", "catalog.url");
    }
}
