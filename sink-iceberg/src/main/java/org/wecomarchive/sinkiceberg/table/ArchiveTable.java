package org.wecomarchive.sinkiceberg.table;

import org.apache.avro.Schema;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;

/** The kinds of tables: which records they hold, one row for every (corp_id, seq), and which time their days are of. */
public enum ArchiveTable {
    /** Decrypted events, by corp and UTC day of {@code sent_at}; undated ones are the partition of the null day. */
    EVENTS("sent_at"),
    /** Records as received, still encrypted, by corp and UTC day of {@code fetched_at}. */
    RAW("fetched_at");

    /** First column of a row's identity. */
    public static final String CORP_ID = "corp_id";

    /** Second column of a row's identity, and the order of rows within a file. */
    public static final String SEQ = "seq";

    private final String dayColumn;

    ArchiveTable(String dayColumn) {
        this.dayColumn = dayColumn;
    }

    /** Schema of the records. */
    public Schema avroSchema() {
        return this == EVENTS ? ChatEvent.getClassSchema() : RawRecord.getClassSchema();
    }

    /** Columns of a table as it is made; the field ids are the table's own and differ from these. */
    public org.apache.iceberg.Schema columns() {
        return Columns.of(avroSchema());
    }

    /** The column whose UTC day partitions the table. */
    public String dayColumn() {
        return dayColumn;
    }

    /** The columns of the table that make up a row's identity: corp_id and seq. */
    public static org.apache.iceberg.Schema identity(org.apache.iceberg.Schema table) {
        return table.select(CORP_ID, SEQ);
    }
}
