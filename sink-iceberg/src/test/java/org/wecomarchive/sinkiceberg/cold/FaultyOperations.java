package org.wecomarchive.sinkiceberg.cold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;

/** A way to a table that fails on demand, call by call; calls without a fault go through. */
public final class FaultyOperations implements TableOperations {

    private final TableOperations real;
    private final Deque<Fault> commits = new ArrayDeque<>();
    private final Deque<Fault> refreshes = new ArrayDeque<>();
    private boolean storageAway;

    /** What happens to a call. */
    public enum Fault {
        /** The catalog does not get it. */
        AWAY,
        /** Others were faster. */
        REFUSED,
        /** The catalog does not get it, and nobody can tell. */
        LOST,
        /** The catalog takes it, and the answer is lost. */
        UNANSWERED,
        /** The catalog takes it, and then says that it did not. */
        FALSELY_REFUSED,
        /** The process dies before the catalog gets it. */
        DEATH_BEFORE,
        /** The process dies once the catalog has it. */
        DEATH_AFTER
    }

    /** The end of a process, as far as a test can have it. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    public FaultyOperations(Table table) {
        this.real = ((HasTableOperations) table).operations();
    }

    public Table table() {
        return new BaseTable(this, "faulty");
    }

    /** What happens to the next commits. */
    public FaultyOperations commits(Fault... faults) {
        commits.addAll(List.of(faults));
        return this;
    }

    /** What happens to the next refreshes. */
    public FaultyOperations refreshes(Fault... faults) {
        refreshes.addAll(List.of(faults));
        return this;
    }

    /** Whether files can be written. */
    public void storageAway(boolean away) {
        storageAway = away;
    }

    @Override
    public TableMetadata current() {
        return real.current();
    }

    @Override
    public TableMetadata refresh() {
        if (refreshes.poll() == Fault.AWAY) {
            throw new ServiceUnavailableException("away");
        }
        return real.refresh();
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        Fault fault = commits.poll();
        if (fault == null) {
            real.commit(base, metadata);
            return;
        }
        switch (fault) {
            case AWAY -> throw new ServiceUnavailableException("away");
            case REFUSED -> throw new CommitFailedException("refused");
            case LOST -> throw new CommitStateUnknownException(new IllegalStateException("lost"));
            case UNANSWERED -> {
                real.commit(base, metadata);
                throw new CommitStateUnknownException(new IllegalStateException("unanswered"));
            }
            case FALSELY_REFUSED -> {
                real.commit(base, metadata);
                throw new CommitFailedException("falsely refused");
            }
            case DEATH_BEFORE -> throw new Death();
            case DEATH_AFTER -> {
                real.commit(base, metadata);
                throw new Death();
            }
        }
    }

    @Override
    public FileIO io() {
        FileIO files = real.io();
        return new FileIO() {
            @Override
            public InputFile newInputFile(String path) {
                return files.newInputFile(path);
            }

            @Override
            public OutputFile newOutputFile(String path) {
                if (storageAway) {
                    throw new UncheckedIOException(new IOException("no space left on device"));
                }
                return files.newOutputFile(path);
            }

            @Override
            public void deleteFile(String path) {
                files.deleteFile(path);
            }
        };
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
