package org.wecomarchive.sinkiceberg.commit;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table to which somebody else commits just before the first commit through it reaches the catalog. */
final class RacedTable implements TableOperations {

    private final TableOperations real;
    private Runnable other;

    RacedTable(Table table, Runnable other) {
        this.real = ((HasTableOperations) table).operations();
        this.other = other;
    }

    Table table() {
        return new BaseTable(this, "raced");
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        Runnable first = other;
        other = () -> {};
        first.run();
        real.commit(base, metadata);
    }

    @Override
    public TableMetadata current() {
        return real.current();
    }

    @Override
    public TableMetadata refresh() {
        return real.refresh();
    }

    @Override
    public FileIO io() {
        return real.io();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return real.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return real.locationProvider();
    }
}
