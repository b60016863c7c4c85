package org.wecomarchive.sinkiceberg.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Connections to the catalog's database that never repeat a statement.
 *
 * <p>Iceberg's own pool repeats a statement whose connection broke. The statement of a commit is a compare-and-swap: if it
 * was done and only the answer was lost, its repetition finds the new value, and a commit that happened counts as refused.
 * Iceberg then deletes the manifests of a snapshot that is live. Here a lost answer surfaces as what it is, an unknown
 * outcome, and a connection found dead before the next statement is replaced.
 */
final class CautiousPool extends JdbcClientPool {

    private static final int PROBE_SECONDS = 5;

    /** One connection: the one that was probed is the one that is used. */
    CautiousPool(Map<String, String> properties) {
        super(1, properties.get("uri"), properties);
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action, boolean retry)
            throws SQLException, InterruptedException {
        super.run(CautiousPool::probe, true);
        return super.run(action, false);
    }

    @Override
    protected boolean isConnectionException(Exception failure) {
        return failure instanceof DeadConnectionException;
    }

    private static boolean probe(Connection connection) throws SQLException {
        if (!connection.isValid(PROBE_SECONDS)) {
            throw new DeadConnectionException();
        }
        return true;
    }

    /** Nothing was sent over the connection. */
    private static final class DeadConnectionException extends SQLException {

        DeadConnectionException() {
            super("no connection to the catalog's database");
        }
    }
}
