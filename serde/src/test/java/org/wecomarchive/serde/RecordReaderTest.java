package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.UndecodableRecordException.Reason;

final class RecordReaderTest {

    private static final String SUBJECT = "wecom.archive.raw.v1-value";
    private static final RecordPosition POSITION = RecordPosition.of("wecom.archive.raw.v1", 3, 42);
    private static final byte[] GOLDEN = GoldenBytes.of("raw-record");
    private static final Schema.Field NEW_FIELD = new Schema.Field("x", schema("\"long\""), "", 0L);

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final RecordReader<RawRecord> reader = new RecordReader<>(RawRecord.class, registry.schemas());

    @BeforeEach
    void registerAsOne() {
        assertThat(registry.register(SUBJECT, RawRecord.getClassSchema())).isEqualTo(1);
    }

    @Test
    void readsTheGoldenBytes() {
        assertThat(reader.decode(POSITION, GOLDEN)).isEqualTo(Records.raw());
    }

    @Test
    void condemnsEveryTruncation() {
        for (int length = 0; length < GOLDEN.length; length++) {
            assertThat(reasonFor(Arrays.copyOf(GOLDEN, length)))
                    .as("length %d", length)
                    .isEqualTo(Reason.TRUNCATED);
        }
    }

    @Test
    void condemnsBytesAfterTheRecord() {
        assertThat(reasonFor(Arrays.copyOf(GOLDEN, GOLDEN.length + 1))).isEqualTo(Reason.TRAILING_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"1", "123", "-1"})
    void condemnsAnotherMagicByte(byte first) {
        byte[] bytes = GOLDEN.clone();
        bytes[0] = first;

        assertThat(reasonFor(bytes)).isEqualTo(Reason.WRONG_MAGIC_BYTE);
        assertThat(reasonFor(new byte[] {first})).isEqualTo(Reason.WRONG_MAGIC_BYTE);
    }

    @Test
    void doesNotBlameTheRecordForAnIdThatTheRegistryDoesNotKnow() {
        byte[] bytes = GOLDEN.clone();
        bytes[2] = 1;

        assertThatExceptionOfType(UnresolvableSchemaException.class)
                .isThrownBy(() -> reader.decode(POSITION, bytes))
                .withMessage("wecom.archive.raw.v1-3@42: schema id 65537 of wecom.archive.raw.v1-value is unknown"
                        + " (schema registry at [memory]: HTTP 404, error code 40401): check schema.registry.url and"
                        + " whether the registry has lost schemas")
                .withNoCause()
                .satisfies(e -> assertThat(e.subject()).isEqualTo(SUBJECT))
                .satisfies(e -> assertThat(e.schemaId()).isEqualTo(65537));
    }

    @Test
    void readsTheRecordOnceTheRegistryKnowsItsId() {
        int next = 2;
        byte[] bytes = GOLDEN.clone();
        bytes[4] = (byte) next;
        assertThatExceptionOfType(UnresolvableSchemaException.class).isThrownBy(() -> reader.decode(POSITION, bytes));

        assertThat(registry.register("later-value", with(RawRecord.getClassSchema(), NEW_FIELD)))
                .isEqualTo(next);

        assertThat(reader.decode(POSITION, withByteAtTheEnd(bytes))).isEqualTo(Records.raw());
    }

    @Test
    void fetchesASchemaWithoutReadingTheRecord() {
        byte[] broken = Arrays.copyOf(GOLDEN, RecordSerde.HEADER_BYTES + 1);
        byte[] unknown = broken.clone();
        unknown[4] = 2;

        reader.requireSchema(record(broken));
        assertThatExceptionOfType(UnresolvableSchemaException.class)
                .isThrownBy(() -> reader.requireSchema(record(unknown)))
                .satisfies(e -> assertThat(e.schemaId()).isEqualTo(2));
    }

    @Test
    void saysNothingOfBytesThatNameNoSchema() {
        assertThatCode(() -> {
                    reader.requireSchema(record(new byte[0]));
                    reader.requireSchema(record(new byte[] {1, 0, 0, 0, 9, 0}));
                    reader.requireSchema(record(new byte[] {0, 0, 0, 9}));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void namesTheOtherRecordThatTheIdBelongsTo() {
        int other = registry.register(
                "other-value",
                schema(
                        """
                {"type": "record", "name": "Other", "fields": [{"name": "seq", "type": "long"}]}"""));
        byte[] bytes = {0, 0, 0, 0, (byte) other, 2};

        assertThatExceptionOfType(OtherRecordException.class)
                .isThrownBy(() -> reader.decode(POSITION, bytes))
                .withMessage("wecom.archive.raw.v1-3@42: schema id 2 of wecom.archive.raw.v1-value is Other, and"
                        + " RawRecord is wanted: check the topic and schema.registry.url")
                .satisfies(e -> assertThat(e.written()).isEqualTo("Other"))
                .satisfies(e -> assertThat(e.wanted()).isEqualTo("RawRecord"));
    }

    @Test
    void doesNotBlameTheRecordForAnIncompatibleVersionOfItsSchema() {
        Schema incompatible = Schema.createRecord("RawRecord", null, "org.wecomarchive.schemas", false, List.of());
        int other = registry.register("incompatible-value", incompatible);
        byte[] bytes = {0, 0, 0, 0, (byte) other};

        assertThatExceptionOfType(UnresolvableSchemaException.class)
                .isThrownBy(() -> reader.decode(POSITION, bytes))
                .isNotInstanceOf(OtherRecordException.class)
                .withMessageContaining("is incompatible with the RawRecord of this release");
    }

    @Test
    void neverQuotesTheRecord() {
        byte[] bytes = Arrays.copyOf(GOLDEN, GOLDEN.length - 1);

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> reader.decode(POSITION, bytes))
                .withMessage("wecom.archive.raw.v1-3@42: truncated")
                .withNoCause();
    }

    @Test
    void readsAnOlderVersionOfTheSchema() {
        int older = registry.register("older-value", without(RawRecord.getClassSchema(), "other_fields"));
        byte[] bytes = withoutByte(GOLDEN, GOLDEN.length - 7);
        bytes[4] = (byte) older;

        assertThat(reader.decode(POSITION, bytes)).isEqualTo(Records.raw());
    }

    @Test
    void readsANewerVersionOfTheSchema() {
        int newer = registry.register("newer-value", with(RawRecord.getClassSchema(), NEW_FIELD));
        byte[] bytes = withByteAtTheEnd(GOLDEN);
        bytes[4] = (byte) newer;

        assertThat(reader.decode(POSITION, bytes)).isEqualTo(Records.raw());
    }

    @Test
    void readsEveryFieldOfEveryNestedRecord() {
        byte[] bytes = concatenated(
                new byte[] {0, 0, 0, 0, (byte) registry.register("events-value", ChatEvent.getClassSchema())},
                GoldenBytes.of(Path.of("..", "schemas", "released", "0.1.0", "golden", "ChatEvent-full.hex")));

        ChatEvent event = new RecordReader<>(ChatEvent.class, registry.schemas()).decode(POSITION, bytes);

        assertThat(event.getMedia()).hasSize(2);
        assertThat(event.getMeetingVoiceCall().getDemofiledata().get(1).getStarttime())
                .isAfter(Instant.EPOCH);
        assertThat(new RecordSerde<>(ChatEvent.class, "events", registry.schemas()).encode(event))
                .isEqualTo(bytes);
    }

    @Test
    void endsInARecordOrOneExceptionWhateverIsFlipped() {
        Random random = new Random(20261123);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = GOLDEN.clone();
            bytes[5 + random.nextInt(bytes.length - 5)] ^= (byte) (1 << random.nextInt(8));
            bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();

            assertThat(outcome(bytes)).as("round %d", round).isIn("record", "undecodable");
        }
    }

    private String outcome(byte[] bytes) {
        try {
            reader.decode(POSITION, bytes);
            return "record";
        } catch (UndecodableRecordException e) {
            return "undecodable";
        }
    }

    private Reason reasonFor(byte[] bytes) {
        try {
            reader.decode(POSITION, bytes);
        } catch (UndecodableRecordException e) {
            return e.reason();
        }
        throw new AssertionError("was read");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(POSITION.topic(), 3, 42, new byte[0], value);
    }

    private static Schema schema(String text) {
        return new Schema.Parser().parse(text);
    }

    private static Schema without(Schema schema, String field) {
        return withFields(
                schema, schema.getFields().stream().filter(kept -> !kept.name().equals(field)));
    }

    private static Schema with(Schema schema, Schema.Field field) {
        return withFields(schema, Stream.concat(schema.getFields().stream(), Stream.of(field)));
    }

    private static Schema withFields(Schema schema, Stream<Schema.Field> fields) {
        return Schema.createRecord(
                schema.getName(),
                schema.getDoc(),
                schema.getNamespace(),
                false,
                fields.map(field -> new Schema.Field(field, field.schema())).toList());
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] withByteAtTheEnd(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static byte[] withoutByte(byte[] bytes, int index) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }
}
