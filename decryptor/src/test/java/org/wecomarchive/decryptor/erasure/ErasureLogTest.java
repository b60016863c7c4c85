package org.wecomarchive.decryptor.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.Erasure;

final class ErasureLogTest {

    private static final String TOPIC = "test.erasures.v1";
    private static final TopicPartition PLACE = new TopicPartition(TOPIC, 0);
    private static final int MOST = 3;

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Erasure> written = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final ErasureLog log =
            new ErasureLog(consumer, TOPIC, (partition, offset, value) -> decode(value), MOST, nanoTime::get);
    private long end;

    @Test
    void knowsWhatEveryOrderNames() {
        write("a", Orders.order("a").setSeq(42L).build());
        write("b", Orders.order("b").setSubject("zhangsan").build());

        catchUp();

        assertThat(log.size()).isEqualTo(2);
        assertThat(against(42)).contains("a");
        assertThat(against(43)).isEmpty();
        assertThat(against(43, "lisi", "zhangsan")).contains("b");
        assertThat(log.against(new RecordIdentity("another corp", 42, "m", 1), List.of("zhangsan")))
                .isEmpty();
    }

    @Test
    void forgetsAnOrderThatIsTakenBackAndKeepsOthersThatNameTheSame() {
        write("a", Orders.order("a").setSeq(42L).setSubject("zhangsan").build());
        write("b", Orders.order("b").setSeq(42L).build());
        takeBack("a");
        takeBack("unknown");

        catchUp();

        assertThat(against(42)).contains("b");
        assertThat(against(43, "zhangsan")).isEmpty();
    }

    @Test
    void replacesAnOrderOfTheSameKey() {
        write("a", Orders.order("a").setSeq(42L).build());
        write("a", Orders.order("a").setSeq(43L).build());

        catchUp();

        assertThat(against(42)).isEmpty();
        assertThat(against(43)).contains("a");
    }

    @Test
    void endsRatherThanIgnoreAnOrderItCannotObey() {
        write("a", Orders.order("a").build());

        assertThatThrownBy(this::catchUp)
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("names neither a seq nor a subject");
    }

    @Test
    void endsRatherThanForgetAnOrder() {
        for (int seq = 0; seq <= MOST; seq++) {
            write("a" + seq, Orders.order("a" + seq).setSeq((long) seq).build());
        }

        assertThatThrownBy(this::catchUp)
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("erasures.max.records");
    }

    @Test
    void endsWhenTheTopicWasMadeAgain() {
        write("a", Orders.order("a").setSeq(42L).build());
        catchUp();
        end = 0;

        assertThatThrownBy(this::catchUp)
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("was made again");
    }

    @Test
    void isNotCurrentBeforeItHasReadTheTopicNorLongAfter() throws Exception {
        assertThatThrownBy(log::requireCurrent).isInstanceOf(TransientTroubleException.class);
        catchUp();
        log.requireCurrent();

        nanoTime.addAndGet(ErasureLog.MOST_AGE.toNanos() + 1);

        assertThatThrownBy(log::requireCurrent).isInstanceOf(TransientTroubleException.class);
        assertThat(log.age()).isGreaterThan(Duration.ofSeconds(30));
    }

    @Test
    void saysThatItMayBeTriedAgainWhenTheBrokersDoNotAnswer() {
        catchUp();
        consumer.setPollException(new TimeoutException("away"));
        end = 1;

        assertThatThrownBy(this::catchUp).isInstanceOf(RetriableException.class);
    }

    @Test
    void saysThatItMayBeTriedAgainWhenTheTopicIsNotThereYet() {
        assertThatThrownBy(log::catchUp).isInstanceOf(RetriableException.class);
    }

    private void catchUp() {
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PLACE, 0L));
        consumer.updateEndOffsets(Map.of(PLACE, end));
        log.catchUp();
    }

    private void write(String key, Erasure order) {
        written.add(order);
        append(key, new byte[] {(byte) (written.size() - 1)});
    }

    private void takeBack(String key) {
        append(key, null);
    }

    private void append(String key, byte[] value) {
        long offset = end++;
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(UTF_8), value)));
    }

    private Erasure decode(byte[] value) {
        return written.get(value[0]);
    }

    private Optional<String> against(long seq, String... people) {
        return log.against(new RecordIdentity(Records.CORP, seq, "m", 1), List.of(people))
                .map(Erasure::getId);
    }
}
