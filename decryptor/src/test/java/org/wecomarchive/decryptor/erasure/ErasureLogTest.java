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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.follow.WholeTopic;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.serde.UnresolvableSchemaException;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

final class ErasureLogTest {

    private static final String TOPIC = "test.erasures.v1";
    private static final TopicPartition PLACE = new TopicPartition(TOPIC, 0);
    private static final int MOST = 3;
    private static final int ID = 7;
    private static final byte[] NO_ORDER = {'{', '}'};

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Erasure> written = new ArrayList<>();
    private final LogConsumer consumer = new LogConsumer();
    private final MockConsumer<byte[], byte[]> ends = new MockConsumer<>("none");
    private final ErasureLog log =
            new ErasureLog(new WholeTopic(consumer, ends, TOPIC), this::decode, MOST, nanoTime::get);
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long end;
    private ScriptedRegistry registry;
    private RecordReader<Erasure> reader;

    @BeforeEach
    void open() throws Exception {
        registry = ScriptedRegistry.empty();
        reader = RecordReader.of(
                Erasure.class, Map.of("schema.registry.url", registry.url(), "schema.registry.retry.timeout.ms", "0"));
    }

    @AfterEach
    void close() {
        reader.close();
        registry.close();
    }

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
    void matchesPeopleWithoutCase() {
        write("a", Orders.order("a").setSubject("ZhangSan").build());
        write("b", Orders.order("b").setSubject("lisi").build());

        catchUp();

        assertThat(against(43, "zhangsan")).contains("a");
        assertThat(against(43, "LiSi")).contains("b");
        takeBack("a");
        catchUp();
        assertThat(against(43, "ZhangSan")).isEmpty();
    }

    @Test
    void saysHowARecordThatIsNoOrderIsMended() {
        append("a", NO_ORDER);

        assertThatThrownBy(this::catchUp)
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("at offset 0 of test.erasures.v1-0 is not an order of erasure")
                .hasMessageContaining("write a valid order or a tombstone under its key, then start again");
    }

    @Test
    void startsAgainOnceARecordThatIsNoOrderWasMendedAsTheMessageSays() throws Exception {
        append("a", NO_ORDER);
        append("b", NO_ORDER);
        write("c", Orders.order("c").build());
        write("d", Orders.order("d").setSeq(44L).build());
        takeBack("a");
        write("b", Orders.order("b").setSeq(43L).build());
        takeBack("c");

        catchUp();

        log.requireCurrent();
        assertThat(log.size()).isEqualTo(2);
        assertThat(against(43)).contains("b");
        assertThat(against(44)).contains("d");
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

    @Test
    void entersEveryOrderAlthoughTheRegistryWasAwayAtTheFirstOne() throws Exception {
        registry.add(ID, Erasure.getClassSchema().toString());
        registry.goAway(true);
        writeFramed("a", Orders.order("a").setSeq(42L).build());
        write("b", Orders.order("b").setSubject("zhangsan").build());
        write("c", Orders.order("c").setSeq(44L).build());

        assertThatThrownBy(this::catchUp).isInstanceOf(RetriableException.class);
        assertThatThrownBy(log::requireCurrent).isInstanceOf(TransientTroubleException.class);
        registry.goAway(false);
        catchUp();

        log.requireCurrent();
        assertThat(against(42)).contains("a");
        assertThat(against(43, "zhangsan")).contains("b");
        assertThat(against(44)).contains("c");
    }

    @Test
    void neitherEndsNorPassesOverAnOrderWhoseSchemaTheRegistryDoesNotKnow() throws Exception {
        write("a", Orders.order("a").setSeq(42L).build());
        writeFramed("b", Orders.order("b").setSeq(43L).build());
        write("c", Orders.order("c").setSeq(44L).build());

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(this::catchUp)
                    .isInstanceOf(UnresolvableSchemaException.class)
                    .hasMessageContaining("test.erasures.v1-0@1: schema id 7 of test.erasures.v1-value is unknown");
            assertThatThrownBy(log::requireCurrent).isInstanceOf(TransientTroubleException.class);
        }
        registry.add(ID, Erasure.getClassSchema().toString());
        catchUp();

        log.requireCurrent();
        assertThat(log.size()).isEqualTo(3);
        assertThat(against(43)).contains("b");
    }

    @Test
    void isNotCurrentWhileAnOrderMayLieBehindAnOpenTransaction() throws Exception {
        write("a", Orders.order("a").setSeq(42L).build());
        int behind = 2;
        end += behind;

        assertThatThrownBy(this::catchUp).isInstanceOf(RetriableException.class);

        assertThatThrownBy(log::requireCurrent)
                .isInstanceOf(TransientTroubleException.class)
                .hasMessageContaining("find-hanging --topic test.erasures.v1");
        assertThat(against(42)).contains("a");
        end -= behind;
        write("b", Orders.order("b").setSeq(43L).build());
        catchUp();
        log.requireCurrent();
        assertThat(against(43)).contains("b");
    }

    /** Then the last stable offset is still the beginning when it is asked for. */
    @Test
    void readsOnWhenATransactionAtTheBeginningIsDecidedMeanwhile() {
        catchUp();
        write("a", Orders.order("a").setSeq(42L).build());
        consumer.updateEndOffsets(Map.of(PLACE, 0L));
        ends.updateEndOffsets(Map.of(PLACE, end));

        log.catchUp();

        assertThat(against(42)).contains("a");
    }

    private void catchUp() {
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PLACE, 0L));
        consumer.updateEndOffsets(Map.of(PLACE, (long) records.size()));
        ends.updateEndOffsets(Map.of(PLACE, end));
        log.catchUp();
    }

    private void write(String key, Erasure order) {
        written.add(order);
        append(key, new byte[] {(byte) (written.size() - 1)});
    }

    private void takeBack(String key) {
        append(key, null);
    }

    private void writeFramed(String key, Erasure order) {
        append(key, Records.framed(ID, order));
    }

    private void append(String key, byte[] value) {
        records.add(new ConsumerRecord<>(TOPIC, 0, end++, key.getBytes(UTF_8), value));
    }

    private Erasure decode(ConsumerRecord<byte[], byte[]> read) {
        return read.value().length == 1 ? written.get(read.value()[0]) : reader.decode(read);
    }

    private Optional<String> against(long seq, String... people) {
        return log.against(new RecordIdentity(Records.CORP, seq, "m", 1), List.of(people))
                .map(Erasure::getId);
    }

    /** Gives what is behind its position, as often as it is asked; each call takes as long as it may. */
    private final class LogConsumer extends MockConsumer<byte[], byte[]> {

        LogConsumer() {
            super("none");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
            nanoTime.addAndGet(atMost.toNanos());
            long position = position(PLACE);
            records.stream().filter(polled -> polled.offset() >= position).forEach(this::addRecord);
            return super.poll(Duration.ZERO);
        }
    }
}
