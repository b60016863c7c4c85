package org.wecomarchive.ingestor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;

final class SizeLimitsTest {

    private static final Topics TOPICS = new Topics("test");
    private static final String TOPIC = "max.message.bytes of topic test.raw.v1";
    private static final String REQUEST = "producer.override.max.request.size";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 1_000, 70_000, 9_000_000})
    void measuresAtLeastWhatTheProducerSendsAndLittleMore(int payload) {
        SourceRecord record = record(payload);
        byte[] key = ((String) record.key()).getBytes(StandardCharsets.UTF_8);
        byte[] value = (byte[]) record.value();
        Header[] headers = kafkaHeaders(record);

        long measured = SizeLimits.upperBound(record);

        assertThat(measured)
                .isGreaterThanOrEqualTo(
                        MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(1L, key, value, headers))
                                .sizeInBytes())
                .isGreaterThanOrEqualTo(AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE, Compression.NONE.type(), key, value, headers))
                .isLessThan(payload + 400L);
    }

    @Test
    void letsARecordThroughThatFitsExactly() {
        SourceRecord record = record(1_000);
        long bytes = SizeLimits.upperBound(record);

        assertThat(limits(bytes, bytes).requireFit(record)).isSameAs(record);
    }

    @Test
    void namesTheRecordItsSizeAndWhatToRaiseInWhichOrder() {
        SourceRecord record = record(1_000);
        long bytes = SizeLimits.upperBound(record);

        assertThatThrownBy(() -> limits(bytes - 1, bytes).requireFit(record))
                .isInstanceOf(OversizedRecordException.class)
                .hasMessageContainingAll("corp ww1 with seq 42", bytes + " bytes", TOPIC + " (" + (bytes - 1) + ")")
                .hasMessageNotContaining(REQUEST + " (")
                .hasMessageMatching("(?s).*test\\.parked\\.v1 and test\\.dead-letters\\.v1 to " + (bytes + 4096)
                        + ".*events\\.max\\.bytes.*test\\.raw\\.v1 to " + bytes
                        + ".*producer\\.override\\.max\\.request\\.size.*restart the task.*");
        assertThatThrownBy(() -> limits(bytes, bytes - 1).requireFit(record))
                .hasMessageContaining(REQUEST + " (" + (bytes - 1) + ")")
                .hasMessageNotContaining(TOPIC + " (");
    }

    @Test
    void asksTheTopicAgainBeforeItRefusesButNotForEachRecord() {
        List<Integer> asked = new ArrayList<>();
        SizeLimits limits = new SizeLimits(TOPICS, List.of(), () -> {
            asked.add(asked.size());
            return Optional.of(new SizeLimit(TOPIC, asked.size() * 1_000L));
        });

        limits.requireFit(record(100));
        limits.requireFit(record(200));
        limits.requireFit(record(1_500));

        assertThat(asked).hasSize(2);
        assertThatThrownBy(() -> limits.requireFit(record(5_000))).isInstanceOf(OversizedRecordException.class);
    }

    @Test
    void measuresNothingWhereNoLimitIsKnown() {
        SourceRecord record = record(50_000_000);

        assertThat(new SizeLimits(TOPICS, List.of(), Optional::empty).requireFit(record))
                .isSameAs(record);
    }

    @Test
    void refusesNothingWhileTheBrokersDoNotAnswer() {
        SizeLimits limits = new SizeLimits(TOPICS, List.of(new SizeLimit(REQUEST, 1)), () -> {
            throw new TimeoutException("away");
        });

        assertThatThrownBy(() -> limits.requireFit(record(10))).isInstanceOf(TimeoutException.class);
    }

    private static SizeLimits limits(long ofTopic, long ofRequest) {
        return new SizeLimits(
                TOPICS, List.of(new SizeLimit(REQUEST, ofRequest)), () -> Optional.of(new SizeLimit(TOPIC, ofTopic)));
    }

    private static SourceRecord record(int payload) {
        return new SourceRecord(
                Map.of(),
                Map.of(),
                TOPICS.raw(),
                0,
                Schema.STRING_SCHEMA,
                "ww1:00000000000000000042",
                Schema.BYTES_SCHEMA,
                new byte[payload],
                1L,
                new ConnectHeaders()
                        .addString(HeaderNames.CORP, "ww1")
                        .addString(HeaderNames.SEQ, "42")
                        .addString(HeaderNames.MSGID, "消息"));
    }

    private static Header[] kafkaHeaders(SourceRecord record) {
        List<Header> headers = new ArrayList<>();
        record.headers()
                .forEach(header -> headers.add(
                        new RecordHeader(header.key(), ((String) header.value()).getBytes(StandardCharsets.UTF_8))));
        return headers.toArray(Header[]::new);
    }
}
