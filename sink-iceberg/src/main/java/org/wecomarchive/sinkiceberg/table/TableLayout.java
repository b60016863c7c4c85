package org.wecomarchive.sinkiceberg.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableProperties;

/** The properties a table is made with; an operator may change them later, they are not written again. */
final class TableLayout {

    /** Columns with lower and upper bounds in the manifests, by which engines and replacements skip files. */
    private static final List<String> BOUNDED =
            List.of("msgid", "fetched_at", "sent_at", "conversation_id", "sender", "msg_type");

    private TableLayout() {}

    static Map<String, String> properties(ArchiveTable table) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(TableProperties.FORMAT_VERSION, "2");
        properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
        properties.put(TableProperties.DELETE_PARQUET_COMPRESSION, "zstd");
        properties.put(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, String.valueOf(128L << 20));
        // A writer holds one row group in memory.
        properties.put(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, String.valueOf(16L << 20));
        // Parquet looks up texts of one hash one by one: with the usual 2 MiB of them, one message takes a quarter of a
        // minute.
        properties.put(TableProperties.PARQUET_DICT_SIZE_BYTES, String.valueOf(256L << 10));
        // Many tasks commit to one table: try often, and soon again.
        properties.put(TableProperties.COMMIT_NUM_RETRIES, "20");
        properties.put(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "10");
        properties.put(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "2000");
        // A commit a minute and task writes the whole list of snapshots each time: keep it short.
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "100");
        properties.put(TableProperties.MAX_SNAPSHOT_AGE_MS, String.valueOf(6L * 60 * 60 * 1000));
        properties.put(TableProperties.MIN_SNAPSHOTS_TO_KEEP, "20");
        // Hundreds of nested columns: bounds of each would make the manifests larger than they help.
        properties.put(TableProperties.DEFAULT_WRITE_METRICS_MODE, "counts");
        // Exact, for whoever looks up which rows are there.
        properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + ArchiveTable.CORP_ID, "full");
        properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + ArchiveTable.SEQ, "full");
        for (String column : BOUNDED) {
            if (table.avroSchema().getField(column) != null) {
                properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "truncate(64)");
            }
        }
        return properties;
    }
}
