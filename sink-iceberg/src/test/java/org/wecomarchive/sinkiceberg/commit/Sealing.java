package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.Table;
import org.wecomarchive.sinkiceberg.write.OpenRows;
import org.wecomarchive.sinkiceberg.write.WriteLimits;

/** Commits of one partition or another, from the offsets given. */
public final class Sealing {

    static final SourcePartition FIRST = new SourcePartition("topic-id", 0);
    static final SourcePartition SECOND = new SourcePartition("topic-id", 1);
    static final WriteLimits LIMITS = new WriteLimits(64 << 20, 64 << 20);

    private Sealing() {}

    /** A range of offsets; from 0 means that the table has nothing of the partition. */
    public static OffsetRange range(long from, long next) {
        return new OffsetRange(from == 0 ? OptionalLong.empty() : OptionalLong.of(from), next);
    }

    /** Commits the records as the next ones of a partition; replaces rows of the same keys. */
    public static void commit(Table table, List<? extends SpecificRecord> records) {
        table.refresh();
        OptionalLong from = new TablePositions(table.properties()).next(FIRST);
        PendingCommit commit = pending(
                table,
                FIRST,
                new OffsetRange(from, from.orElse(0) + records.size()),
                records.toArray(SpecificRecord[]::new));
        assertThat(commit.attempt()).isEqualTo(PendingCommit.Answer.COMMITTED);
    }

    /** A commit of the records, with its files written. */
    public static PendingCommit pending(
            Table table, SourcePartition partition, OffsetRange range, SpecificRecord... records) {
        OpenRows rows = new OpenRows(table, records[0].getSchema(), LIMITS, 0);
        for (SpecificRecord record : records) {
            rows.add(record, 100);
        }
        rows.flush();
        return new PendingCommit(
                table,
                new SealedRows(rows.files(), rows.keys(), Map.of(partition, range), Map.of("events", "topic-id")),
                0);
    }
}
