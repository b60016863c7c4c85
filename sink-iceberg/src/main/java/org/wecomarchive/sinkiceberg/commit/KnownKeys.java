package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.KeySet;
import org.wecomarchive.sinkiceberg.write.RowKey;

/**
 * Finds which of the keys of one commit a table has a row for, state by state of the table.
 *
 * <p>Keys above the corp's highest seq cost nothing. For the others the two key columns of those files are read, each file
 * once, whose range of seqs touches theirs: files that other tasks committed lately, or during a replay the ones with the
 * rows to be replaced. Rows that are deleted already may be found too, since deletes are not looked at: deleting those once
 * more changes nothing. Not thread-safe.
 */
final class KnownKeys {

    private final KeySet wanted;
    private final KeySet known = new KeySet();
    private final Set<String> filesRead = new HashSet<>();

    KnownKeys(KeySet wanted) {
        this.wanted = wanted;
    }

    /** At least those of the keys that the table, as last read, has a row for; the set grows with the next call. */
    KeySet in(Table table) {
        TablePositions positions = new TablePositions(table.properties());
        for (String corp : wanted.corps()) {
            long[] doubtful = wanted.upTo(corp, positions.highest(corp).orElse(-1));
            if (doubtful.length > 0) {
                lookUp(
                        table,
                        Expressions.and(Expressions.equal(ArchiveTable.CORP_ID, corp), SeqRanges.covering(doubtful)));
            }
        }
        return known;
    }

    private void lookUp(Table table, Expression rows) {
        try (CloseableIterable<FileScanTask> files =
                table.newScan().filter(rows).planFiles()) {
            for (FileScanTask file : files) {
                if (filesRead.add(file.file().location())) {
                    read(table, file.file());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a scan", e);
        }
    }

    private void read(Table table, DataFile file) {
        try (CloseableIterable<Record> rows = FormatModelRegistry.<Record, Object>readBuilder(
                        file.format(), Record.class, table.io().newInputFile(file.location()))
                .project(ArchiveTable.identity(table.schema()))
                .build()) {
            for (Record row : rows) {
                RowKey key = RowKey.of(row);
                if (wanted.contains(key)) {
                    known.add(key);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a data file", e);
        } catch (RuntimeException e) {
            filesRead.remove(file.location());
            throw e;
        }
    }
}
