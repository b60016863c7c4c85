package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class SqliteCatalogIT extends CatalogContract {

    @TempDir
    Path directory;

    @Override
    Map<String, String> settings() {
        return Map.of("catalog.warehouse", directory.toString());
    }

    @Test
    void neverRepeatsAStatementWhoseConnectionBroke() throws Exception {
        try (CautiousPool pool = pool()) {
            AtomicInteger runs = new AtomicInteger();

            assertThatThrownBy(() -> pool.run(connection -> {
                        runs.incrementAndGet();
                        throw new SQLException("connection lost", "08006");
                    }))
                    .isInstanceOf(SQLException.class);

            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void replacesAConnectionThatDied() throws Exception {
        try (CautiousPool pool = pool()) {
            pool.run(connection -> {
                connection.close();
                return true;
            });

            boolean closed = pool.run(connection -> connection.isClosed());

            assertThat(closed).isFalse();
        }
    }

    private CautiousPool pool() {
        return new CautiousPool(Map.of("uri", "jdbc:sqlite:" + directory.resolve("catalog.db")));
    }
}
