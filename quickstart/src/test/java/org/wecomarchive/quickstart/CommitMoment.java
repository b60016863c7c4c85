package org.wecomarchive.quickstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/** The moment inside a commit at which a kill would tear it; told from the files of a quickstart that stands still. */
enum CommitMoment {
    /** The coordinator has decided to commit records and source offset, and not yet told every partition. */
    OF_THE_INGESTOR {
        @Override
        boolean isNow(Path dir) throws IOException {
            return prepared(dir).anyMatch(id -> id.endsWith("ingestor-0"));
        }
    },
    /** As of the ingestor, for outcomes and consumer offsets. */
    OF_THE_DECRYPTOR {
        @Override
        boolean isNow(Path dir) throws IOException {
            return prepared(dir).anyMatch(id -> id.contains("decryptor") && !id.contains("release"));
        }
    },
    /** The table's next metadata lies in the warehouse, and the catalog does not point at it yet. */
    OF_THE_COLD_SINK {
        @Override
        boolean isNow(Path dir) throws IOException {
            Path catalog = dir.resolve("cold").resolve("catalog.db");
            if (!Files.exists(catalog)) {
                return false;
            }
            String known = new String(Files.readAllBytes(catalog), StandardCharsets.ISO_8859_1);
            try (Stream<Path> files = Files.walk(dir.resolve("cold"))) {
                Map<Path, String> newest = new HashMap<>();
                files.filter(file -> file.toString().endsWith(".metadata.json"))
                        .forEach(file -> newest.merge(
                                file.getParent(), file.getFileName().toString(), CommitMoment::later));
                return newest.values().stream().anyMatch(name -> !known.contains(name));
            }
        }
    };

    private static final byte PREPARE_COMMIT = 2;
    private static final String SEGMENT = "00000000000000000000.log";

    abstract boolean isNow(Path dir) throws IOException;

    /** Names begin with the number of the version, five digits. */
    private static String later(String one, String other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Transactional ids whose last recorded state is that they commit. */
    private static Stream<String> prepared(Path dir) throws IOException {
        Map<String, Byte> states = new HashMap<>();
        for (Path partition : coordinatorPartitions(dir.resolve("kafka").resolve("node-0"))) {
            FileRecords records = FileRecords.open(partition.resolve(SEGMENT).toFile(), false);
            try {
                for (RecordBatch batch : records.batches()) {
                    batch.forEach(record -> remember(record, states));
                }
            } finally {
                // Unlike close, this leaves the file as long as it is.
                records.closeHandlers();
            }
        }
        return states.entrySet().stream()
                .filter(state -> state.getValue() == PREPARE_COMMIT)
                .map(Map.Entry::getKey);
    }

    private static void remember(Record record, Map<String, Byte> states) {
        ByteBuffer key = record.key();
        ByteBuffer value = record.value();
        if (value == null) {
            return;
        }
        short keyVersion = key.getShort();
        short valueVersion = value.getShort();
        states.put(
                new TransactionLogKey(new ByteBufferAccessor(key), keyVersion).transactionalId(),
                new TransactionLogValue(new ByteBufferAccessor(value), valueVersion).transactionStatus());
    }

    private static List<Path> coordinatorPartitions(Path node) throws IOException {
        try (Stream<Path> children = Files.list(node)) {
            return children.filter(child -> child.getFileName().toString().startsWith("__transaction_state-"))
                    .filter(child -> child.resolve(SEGMENT).toFile().length() > 0)
                    .toList();
        }
    }
}
