package org.wecomarchive.sinkiceberg.delivery;

import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.RowConverter;
import org.wecomarchive.sinkiceberg.write.OpenRows;
import org.wecomarchive.sinkiceberg.write.WriteLimits;

/** Turns records into open rows, one commit's worth after the other. Not thread-safe. */
public final class RowIntake {

    private final ArchiveTable kind;
    private final Decoding decoding;
    private final DeadLetters deadLetters;
    private final WriteLimits limits;
    private final int task;

    /**
     * An intake of one task.
     *
     * @param task number of the task, part of file names
     */
    public RowIntake(ArchiveTable kind, Decoding decoding, DeadLetters deadLetters, WriteLimits limits, int task) {
        this.kind = kind;
        this.decoding = decoding;
        this.deadLetters = deadLetters;
        this.limits = limits;
        this.task = task;
    }

    int task() {
        return task;
    }

    Decoding decoding() {
        return decoding;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    /** A set of rows without any. */
    Set empty(Table table) {
        return new Set(new OpenRows(table, limits, task), RowConverter.between(kind.avroSchema(), table.schema()));
    }

    /** The rows of one commit. */
    final class Set {

        private final OpenRows rows;
        private final RowConverter converter;
        private long bytes;

        private Set(OpenRows rows, RowConverter converter) {
            this.rows = rows;
            this.converter = converter;
        }

        /**
         * Takes a record in.
         *
         * @throws AttemptFailedException if its schema is not known yet; the set stays as it is
         * @throws StorageFailedException if rows may have been lost on the way to the storage: discard the set
         */
        OpenRows.Added take(SinkRecord record) {
            byte[] value = (byte[]) record.value();
            if (value == null) {
                throw new FatalSinkException(record.originalTopic() + "-" + record.originalKafkaPartition() + "@"
                        + record.originalKafkaOffset()
                        + " has no value: this topic is none that this table is made of.");
            }
            Record row;
            try {
                row = converter.convert(decoding.decode(record));
            } catch (UndecodableRecordException e) {
                deadLetters.report(record, e);
                return OpenRows.Added.TAKEN;
            }
            OpenRows.Added added = stored(() -> rows.add(row, value.length));
            if (added == OpenRows.Added.TAKEN) {
                bytes += value.length;
            }
            return added;
        }

        /**
         * Completes the files.
         *
         * @throws StorageFailedException as {@link #take}
         */
        void flush() {
            stored(() -> {
                rows.flush();
                return OpenRows.Added.TAKEN;
            });
        }

        OpenRows rows() {
            return rows;
        }

        /** Size of the records taken. */
        long bytes() {
            return bytes;
        }

        private static OpenRows.Added stored(java.util.function.Supplier<OpenRows.Added> step) {
            try {
                return step.get();
            } catch (RuntimeException e) {
                throw new StorageFailedException(e);
            }
        }
    }
}
