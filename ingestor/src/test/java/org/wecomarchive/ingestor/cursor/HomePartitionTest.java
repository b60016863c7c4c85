package org.wecomarchive.ingestor.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class HomePartitionTest {

    @Test
    void isWhatKafkaWouldDoWithTheCorpIdAsKey() {
        String corp = "ww1234567890abcdef";

        assertThat(HomePartition.of(corp, 12))
                .isEqualTo(BuiltInPartitioner.partitionForKey(corp.getBytes(StandardCharsets.UTF_8), 12));
    }

    @Test
    void neverChanges() {
        assertThat(HomePartition.of("ww1234567890abcdef", 12)).isEqualTo(9);
    }

    @Test
    void isAPartition() {
        assertThat(IntStream.range(0, 1000).map(i -> HomePartition.of("ww" + i, 7)))
                .allMatch(partition -> partition >= 0 && partition < 7);
    }
}
