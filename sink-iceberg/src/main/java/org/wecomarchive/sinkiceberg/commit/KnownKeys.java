package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.KeySet;
import org.wecomarchive.sinkiceberg.write.RowKey;

/**
 * Finds which of some keys a table has a row for.
 *
 * <p>Keys above the corp's highest seq cost nothing. For the others the two key columns of those files are read whose range
 * of seqs touches theirs: files that other tasks committed lately, or during a replay the ones being replaced.
 */
final class KnownKeys {

    private KnownKeys() {}

    /** The keys that the table's current snapshot has a row for. */
    static KeySet among(Table table, KeySet keys) {
        KeySet known = new KeySet();
        if (table.currentSnapshot() == null) {
            return known;
        }
        TablePositions positions = new TablePositions(table.properties());
        for (String corp : keys.corps()) {
            long[] doubtful = keys.upTo(corp, positions.highest(corp).orElse(-1));
            if (doubtful.length > 0) {
                Expression rows =
                        Expressions.and(Expressions.equal(ArchiveTable.CORP_ID, corp), SeqRanges.covering(doubtful));
                scan(table, rows, keys, known);
            }
        }
        return known;
    }

    private static void scan(Table table, Expression rows, KeySet wanted, KeySet known) {
        try (CloseableIterable<Record> found = IcebergGenerics.read(table)
                .useSnapshot(table.currentSnapshot().snapshotId())
                .where(rows)
                .select(ArchiveTable.CORP_ID, ArchiveTable.SEQ)
                .build()) {
            for (Record row : found) {
                RowKey key = RowKey.of(row);
                if (wanted.contains(key)) {
                    known.add(key);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a scan", e);
        }
    }
}
