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

final class RecordSerdeTest {

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final RecordSerde<RawRecord> serde =
            new RecordSerde<>(RawRecord.class, "wecom.archive.raw.v1", registry.schemas());

    @Test
    void writesTheGoldenBytes() {
        assertThat(serde.encode(Records.raw())).isEqualTo(GoldenBytes.of("raw-record"));
    }

    @Test
    void writesEachRecordFromItsFirstByte() {
        serde.encode(Records.raw(2 << 20));
        serde.encode(Records.raw(500));

        assertThat(serde.encode(Records.raw())).isEqualTo(GoldenBytes.of("raw-record"));
    }

    @Test
    void keepsThreadsApart() throws Exception {
        List<Callable<Boolean>> tasks = IntStream.range(0, 2000)
                .<Callable<Boolean>>mapToObj(length -> () -> {
                    RawRecord raw = Records.raw(length);
                    return serde.decode("raw", 0, 0, serde.encode(raw)).equals(raw);
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
