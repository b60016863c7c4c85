package org.wecomarchive.sinkiceberg.table;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Data and delete files of a table, written as simply as can be. */
public final class TableFiles {

    private TableFiles() {}

    /** Appends the records, which are of one partition, in one commit. */
    public static DataFile append(Table table, ArchiveTable kind, List<? extends IndexedRecord> records)
            throws IOException {
        DataFile file = data(table, kind, records);
        table.newAppend().appendFile(file).commit();
        return file;
    }

    /** A table whose spec 0 is unpartitioned, as earlier versions made it, so that an equality delete reaches all partitions. */
    public static Table openOfAnEarlierVersion(Catalog catalog, TableIdentifier name, ArchiveTable kind) {
        ((SupportsNamespaces) catalog).createNamespace(name.namespace());
        Table table =
                catalog.createTable(name, kind.columns(), PartitionSpec.unpartitioned(), TableLayout.properties(kind));
        table.updateSpec()
                .addField(ArchiveTable.CORP_ID)
                .addField(Expressions.day(kind.dayColumn()))
                .commit();
        return TableOpening.open(catalog, name, kind);
    }

    /**
     * Replaces rows of a table of an earlier version, wherever they are, by the records, which are of one partition, in one
     * commit with an equality delete.
     */
    public static void replace(Table table, ArchiveTable kind, List<? extends IndexedRecord> records)
            throws IOException {
        DataFile data = data(table, kind, records);
        DeleteFile deletes = deletes(table, kind, records);
        table.newRowDelta().addRows(data).addDeletes(deletes).commit();
    }

    /** A data file that no commit names yet. */
    public static DataFile data(Table table, ArchiveTable kind, List<? extends IndexedRecord> records)
            throws IOException {
        List<Record> rows = rows(table, kind, records);
        PartitionKey partition = new PartitionKey(table.spec(), table.schema());
        partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));
        DataWriter<Record> writer = Parquet.writeData(newFile(table))
                .forTable(table)
                .withPartition(partition)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            rows.forEach(writer::write);
        }
        return writer.toDataFile();
    }

    private static DeleteFile deletes(Table table, ArchiveTable kind, List<? extends IndexedRecord> records)
            throws IOException {
        Schema identity = ArchiveTable.identity(table.schema());
        EqualityDeleteWriter<Record> writer = Parquet.writeDeletes(newFile(table))
                .forTable(table)
                .rowSchema(identity)
                .withSpec(table.specs().get(PartitionSpec.unpartitioned().specId()))
                .equalityFieldIds(
                        identity.findField("corp_id").fieldId(),
                        identity.findField("seq").fieldId())
                .createWriterFunc(GenericParquetWriter::create)
                .buildEqualityWriter();
        try (writer) {
            for (Record row : rows(table, kind, records)) {
                writer.write(project(row, identity.asStruct()));
            }
        }
        return writer.toDeleteFile();
    }

    /** Rows with the table's columns, which may be fewer than the records have. */
    private static List<Record> rows(Table table, ArchiveTable kind, List<? extends IndexedRecord> records) {
        RowConverter converter = RowConverter.between(kind.avroSchema(), kind.columns());
        return records.stream()
                .map(record -> project(converter.convert(record), table.schema().asStruct()))
                .toList();
    }

    private static Record project(Record row, StructType columns) {
        Record projected = GenericRecord.create(columns);
        for (NestedField column : columns.fields()) {
            Object value = row.struct().field(column.name()) == null ? null : row.getField(column.name());
            projected.setField(
                    column.name(),
                    value instanceof Record nested
                            ? project(nested, column.type().asStructType())
                            : value);
        }
        return projected;
    }

    private static OutputFile newFile(Table table) {
        return table.io()
                .newOutputFile(table.location() + "/data/00000-0-wecom-" + UUID.randomUUID() + "-00001.parquet");
    }
}
