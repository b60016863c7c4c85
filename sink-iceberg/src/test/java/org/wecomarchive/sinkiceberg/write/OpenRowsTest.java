package org.wecomarchive.sinkiceberg.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableOpening;

final class OpenRowsTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Parquet looks up each of them among those that it has seen, one by one, until its dictionary is full. */
    @Test
    void writesManyTextsOfOneHashInSeconds() throws Exception {
        List<String> receivers =
                IntStream.range(0, 50_000).mapToObj(OpenRowsTest::ofOneHash).toList();
        ChatEvent event = Events.builder(1).setRecipients(receivers).build();

        try (InMemoryCatalog catalog = new InMemoryCatalog()) {
            catalog.initialize("test", Map.of());
            Table table = TableOpening.open(catalog, TableIdentifier.of("archive", "events"), ArchiveTable.EVENTS);
            OpenRows rows = new OpenRows(table, ChatEvent.getClassSchema(), new WriteLimits(64 << 20, 64 << 20), 0);
            rows.add(event, 2_000_000);
            long before = THREADS.getCurrentThreadCpuTime();

            rows.flush();

            assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before))
                    .isLessThan(Duration.ofSeconds(3));
            assertThat(rows.files()).hasSize(1);
        }
    }

    /** "Aa" and "BB" have one hash, in Java and in Parquet, whatever stands around them. */
    private static String ofOneHash(int number) {
        return IntStream.range(0, 17)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }
}
