package org.wecomarchive.sinkiceberg.table;

import java.util.Locale;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** The page docs/cold-store.md, written from the columns that the connector makes. */
final class ColdStorePage {

    private static final String INTRODUCTION =
            """
            # Cold store

            Two Iceberg tables, made and filled by [the Iceberg sink](../sink-iceberg/README.md): `events` holds decrypted messages,
            `raw` the records as WeCom served them, still encrypted. This page is generated from the schemas; a test fails when it
            is stale and says how to refresh it.

            ## What a row is

            * One row for every (`corp_id`, `seq`), whatever was delivered twice, replayed or released late. A `msgid` may
              legitimately come under two seqs.
            * When a record comes again, its row is **replaced**: the newer one counts. The older one is covered by a position
              delete, which readers of Iceberg tables honour. Tools that read the Parquet files themselves see both rows until
              the table is compacted. [Which readers were tried](#readers).
            * A **recall** is a row of its own, `action = 'recall'`; the recalled message stays as it was. `recalled_msgid` of the
              recall is the `msgid` of the message. Messages without recalled ones:

            ```sql
            SELECT e.* FROM events e
            WHERE e.action = 'send'
              AND NOT EXISTS (SELECT 1 FROM events r
                              WHERE r.corp_id = e.corp_id AND r.action = 'recall' AND r.recalled_msgid = e.msgid)
            ```

            * Order within a conversation is `seq`; it has gaps by nature. Rows of a file are in the order of `seq`.
            * `payload` is the original JSON, so that nothing is lost where a column cannot say it.

            ## Partitions and time

            | table | partitioned by |
            |---|---|
            | `events` | `corp_id`, UTC day of `sent_at`; messages without a time are the partition of the null day |
            | `raw` | `corp_id`, UTC day of `fetched_at` |

            `timestamptz` is a point in time in microseconds, stored as UTC. A day in China is not a UTC day: filter by both ends,
            `sent_at >= TIMESTAMP '2026-11-23 00:00:00 Asia/Shanghai' AND sent_at < TIMESTAMP '2026-11-24 00:00:00 Asia/Shanghai'`
            (Trino), and partitions are still skipped. A time beyond the years that microseconds in 64 bits can say (about 292,000
            from 1970 in both directions) is null in an optional column; in one that must have a value it is the nearest.

            A partitioning of your own choice stays as it is.

            ## Readers

            | reader | tried |
            |---|---|
            | Iceberg's own Java reader | in every build |
            | DuckDB on the files of a view, as `bin/sql` makes them | in every build: every question of [the page of questions](analytics.md) |
            | Spark 4.0.1 with `iceberg-spark-runtime-4.0_2.13` 1.11.0 | by `.ci/long`, which is not part of every build: reading beside replays, every statement below, every question; on a SQLite catalog and local files |
            | Trino, Flink, StarRocks, PyIceberg | never |

            Spark finds the tables of a JDBC catalog under the connector's `catalog.name`, `wecom_archive` unless set:

            ```properties
            spark.jars.packages=org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.11.0,org.postgresql:postgresql:42.7.13
            spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions
            spark.sql.catalog.wecom_archive=org.apache.iceberg.spark.SparkCatalog
            spark.sql.catalog.wecom_archive.type=jdbc
            spark.sql.catalog.wecom_archive.jdbc.schema-version=V1
            spark.sql.catalog.wecom_archive.uri=jdbc:postgresql://db:5432/lake
            spark.sql.catalog.wecom_archive.jdbc.user=reader
            spark.sql.catalog.wecom_archive.warehouse=s3://lake/wecom
            spark.sql.session.timeZone=UTC
            ```

            `jdbc.password` and the settings of S3 come on top. `USE wecom_archive.wecom_archive` makes the tables plain `events` and `raw`. A session of Spark
            reads a table as it was when it first used it; `REFRESH TABLE events` has it look again.

            ## Changes of columns

            A new optional field becomes a new column at the end, null in older rows. Columns are known by the ids that the table
            gave them, and found by name: do not rename them. Columns that you add yourself stay and are null in
            what the connector writes; one that must have a value is refused.

            ## Care of the table

            The connector expires snapshots older than the table's property `history.expire.max-snapshot-age-ms` (6 hours when
            made) and removes files of its own that no commit names, after three days. Small files and deletes are merged by an
            engine; once a day is enough. Spark:

            ```sql
            CALL wecom_archive.system.rewrite_data_files(table => 'wecom_archive.wecom_archive.events', strategy => 'sort',
              sort_order => 'seq', options => map('min-input-files', '5', 'delete-file-threshold', '1'));
            CALL wecom_archive.system.rewrite_manifests('wecom_archive.wecom_archive.events');
            ```

            A table is named with catalog and namespace, which have the same name unless you set another.

            These are harmless and seldom needed. The last two are for `upkeep.enabled=false`:

            ```sql
            CALL wecom_archive.system.rewrite_position_delete_files('wecom_archive.wecom_archive.events');
            CALL wecom_archive.system.expire_snapshots('wecom_archive.wecom_archive.events');
            CALL wecom_archive.system.remove_orphan_files(table => 'wecom_archive.wecom_archive.events');
            ```

            Trino: `ALTER TABLE events EXECUTE optimize(file_size_threshold => '64MB')`. A data file whose rows were replaced has one
            delete file, which every reader opens until the data file is rewritten; the threshold of 1 has that done. The
            delete file stays listed until `'remove-dangling-deletes', 'true'` among the options takes it along.

            Compaction may run beside the connector. If compaction commits first, the connector looks again where the rows are. If
            the connector commits first and has replaced rows of a file under compaction, the statement fails with a
            `ValidationException` and changes nothing: run it again. `'partial-progress.enabled', 'true'` keeps the other files.

            Earlier versions of the connector wrote equality deletes. A table that holds some stays right, and the connector turns
            them into position deletes when it starts (not with `upkeep.enabled=false`). Until `total-equality-deletes` in the
            summary of the newest snapshot is 0, never run `rewrite_data_files` with `remove-dangling-deletes`: Spark takes equality
            deletes away while rows still need them, and replaced rows come back.

            Never roll a table back to an older snapshot: rows would go and the offsets, which are properties, stay. The connector
            notices it, stops and says what to do. Never change properties that begin with `wecom.`: they say what is already in the table.
            """;

    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    String text() {
        for (ArchiveTable table : ArchiveTable.values()) {
            page.append("\n## Columns of `")
                    .append(table.name().toLowerCase(Locale.ROOT))
                    .append("`\n\n| column | type | meaning |\n|---|---|---|\n");
            table.columns().columns().forEach(column -> row("", column));
        }
        return page.toString();
    }

    private void row(String prefix, NestedField column) {
        page.append("| `")
                .append(prefix)
                .append(column.name())
                .append("` | ")
                .append(type(column.type()))
                .append(column.isOptional() ? "?" : "")
                .append(" | ")
                .append(column.doc().replace("|", "\\|").replace("<", "&lt;"))
                .append(" |\n");
        Type nested = column.type().isListType() ? column.type().asListType().elementType() : column.type();
        if (nested.isStructType()) {
            String below = prefix + column.name() + (column.type().isListType() ? "[]." : ".");
            nested.asStructType().fields().forEach(field -> row(below, field));
        }
    }

    private static String type(Type type) {
        if (type.isListType()) {
            return type(type.asListType().elementType()) + "[]";
        }
        return type.isStructType() ? "struct" : type.toString();
    }
}
