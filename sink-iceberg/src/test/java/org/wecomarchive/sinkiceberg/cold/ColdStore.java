package org.wecomarchive.sinkiceberg.cold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.CloseableIterable;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.table.TableOpening;
import org.wecomarchive.sinkiceberg.write.RowKey;

/** A cold store in a folder, catalog included, as its readers see it. */
public final class ColdStore implements AutoCloseable {

    private final Path folder;
    private final OpenCatalog catalog;

    public ColdStore(Path folder) {
        this(folder, settings(folder));
    }

    /** With a catalog elsewhere. */
    public ColdStore(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.catalog = new CatalogConfig(settings).open();
    }

    /** What a connector needs to write to it. */
    public static Map<String, String> settings(Path folder) {
        return new HashMap<>(Map.of("catalog.warehouse", folder.toString()));
    }

    public OpenCatalog catalog() {
        return catalog;
    }

    /** A handle of its own on the table of a kind, made if it is missing. */
    public Table open(ArchiveTable kind) {
        return TableOpening.open(catalog.catalog(), catalog.table(name(kind)), kind);
    }

    /** As {@link #open}, but made as earlier versions did. */
    public Table openOfAnEarlierVersion(ArchiveTable kind) {
        return TableFiles.openOfAnEarlierVersion(catalog.catalog(), catalog.table(name(kind)), kind);
    }

    /** Every row of the table now, by Iceberg's own reader; none if there is no table. */
    public List<Record> rows(ArchiveTable kind) {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> found = IcebergGenerics.read(
                        catalog.catalog().loadTable(catalog.table(name(kind))))
                .build()) {
            found.forEach(rows::add);
        } catch (NoSuchTableException notYet) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** Identities of the rows, sorted; one that has two rows comes twice. */
    public List<RowKey> keys(ArchiveTable kind) {
        return rows(kind).stream().map(RowKey::of).sorted().toList();
    }

    /** Files below the table's data folder. */
    public Set<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String name(ArchiveTable kind) {
        return kind == ArchiveTable.EVENTS ? "events" : "raw";
    }

    @Override
    public void close() {
        catalog.close();
    }
}
