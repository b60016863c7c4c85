package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** The columns of data files as a reader by name sees them. */
final class FileShape {

    private final MessageType current;

    FileShape(Schema table) {
        this.current = ParquetSchemaUtil.convert(table, "table");
    }

    /** True if all of the file's columns are as in the table; those that were added since may be missing. */
    boolean isCurrent(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return current.getFields()
                    .containsAll(reader.getFileMetaData().getSchema().getFields());
        }
    }

    /** Writes a file with the table's columns and no rows, which Iceberg's writer leaves without content. */
    void writeEmpty(Path file) throws IOException {
        ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(current)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()
                .close();
    }
}
