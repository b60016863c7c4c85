package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.RawRecord;

final class RecordWriterTest {

    private static final String SUBJECT = "wecom.archive.raw.v1-value";

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final RecordType<RawRecord> type = new RecordType<>(RawRecord.class);
    private final RecordWriter<RawRecord> writer = new RecordWriter<>(type, registry.schemas());

    @Test
    void writesTheGoldenBytes() {
        assertThat(writer.write(SUBJECT, Records.raw())).isEqualTo(GoldenBytes.of("raw-record"));
    }

    @Test
    void writesEachRecordFromItsFirstByte() {
        writer.write(SUBJECT, Records.raw(2 << 20));
        writer.write(SUBJECT, Records.raw(500));

        assertThat(writer.write(SUBJECT, Records.raw())).isEqualTo(GoldenBytes.of("raw-record"));
    }

    @Test
    void keepsThreadsApart() throws Exception {
        RecordReader<RawRecord> reader = new RecordReader<>(type, registry.schemas());
        List<Callable<Boolean>> tasks = IntStream.range(0, 2000)
                .<Callable<Boolean>>mapToObj(length -> () -> {
                    RawRecord raw = Records.raw(length);
                    return reader.read(RecordPosition.of("raw"), writer.write(SUBJECT, raw))
                            .equals(raw);
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {

            List<Future<Boolean>> results = threads.invokeAll(tasks);

            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
