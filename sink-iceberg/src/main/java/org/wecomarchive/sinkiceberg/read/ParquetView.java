package org.wecomarchive.sinkiceberg.read;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Local Parquet files that together hold exactly the rows of a table, each once.
 *
 * <p>In DuckDB: {@code read_parquet(['a.parquet', 'b.parquet'], union_by_name = true)}. By name, because older files lack
 * columns that were added later; the written file has them all, so that every column is there even if no file has it.
 *
 * @param written the file made for the view: rows of files with deleted rows or an older shape of nested columns; may have
 *     no rows
 * @param untouched files of the table that can be read as they are; copies of them where the table is not local
 */
public record ParquetView(Path written, List<Path> untouched) {

    public ParquetView {
        untouched = List.copyOf(untouched);
    }

    /** All files, the written one first. */
    public List<Path> files() {
        return Stream.concat(Stream.of(written), untouched.stream()).toList();
    }
}
