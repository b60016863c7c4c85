package org.wecomarchive.testkit.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * The log of a stopped broker's transaction coordinator, brought into a state that only a kill at the right moment leaves: the
 * coordinator has gone on, and no partition has heard of it.
 */
final class CoordinatorLog {

    /** Idle: the producer has begun anew. */
    static final byte EMPTY = 0;
    /** Has decided to commit. */
    static final byte PREPARE_COMMIT = 2;
    /** Takes the commit for told to every partition. */
    static final byte COMPLETE_COMMIT = 4;

    private static final byte ONGOING = 1;

    private CoordinatorLog() {}

    /** Adds a state behind the one transaction that is going on. */
    static void goOn(Path node, byte state) throws IOException {
        int written = 0;
        for (Path partition : partitions(node)) {
            Path segment = partition.resolve("00000000000000000000.log");
            written += Files.size(segment) > 0 && append(segment, state) ? 1 : 0;
        }
        if (written != 1) {
            throw new IllegalStateException("transactions going on: " + written);
        }
        // As after a kill.
        Files.deleteIfExists(node.resolve(".kafka_cleanshutdown"));
    }

    private static List<Path> partitions(Path node) throws IOException {
        try (Stream<Path> children = Files.list(node)) {
            return children.filter(child -> child.getFileName().toString().startsWith("__transaction_state-"))
                    .toList();
        }
    }

    private static boolean append(Path segment, byte next) throws IOException {
        byte[] batch;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            RecordBatch lastBatch = null;
            Record last = null;
            for (RecordBatch one : records.batches()) {
                for (Record record : one) {
                    lastBatch = one;
                    last = record;
                }
            }
            ByteBuffer value = last.value();
            short version = value.getShort();
            TransactionLogValue state = new TransactionLogValue(new ByteBufferAccessor(value), version);
            if (state.transactionStatus() != ONGOING) {
                return false;
            }
            state.setTransactionStatus(next)
                    .setPreviousProducerId(state.producerId())
                    .setProducerEpoch((short) (state.producerEpoch() + 1));
            if (next == EMPTY) {
                state.setTransactionPartitions(null).setTransactionStartTimestampMs(-1);
            } else if (next == COMPLETE_COMMIT) {
                state.setTransactionPartitions(List.of());
            }
            batch = batch(
                    last.offset() + 1,
                    lastBatch.partitionLeaderEpoch(),
                    last,
                    MessageUtil.toVersionPrefixedBytes(version, state));
        }
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap(batch));
        }
        return true;
    }

    private static byte[] batch(long offset, int leaderEpoch, Record before, byte[] value) {
        byte[] key = new byte[before.keySize()];
        before.key().get(key);
        ByteBuffer buffer = MemoryRecords.withRecords(
                        RecordBatch.MAGIC_VALUE_V2,
                        offset,
                        Compression.NONE,
                        TimestampType.CREATE_TIME,
                        RecordBatch.NO_PRODUCER_ID,
                        RecordBatch.NO_PRODUCER_EPOCH,
                        RecordBatch.NO_SEQUENCE,
                        leaderEpoch,
                        false,
                        new SimpleRecord(before.timestamp(), key, value))
                .buffer()
                .duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
