package org.wecomarchive.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of every release, kept under {@code released/<version>/golden}, and what they mean. */
final class GoldenRecordsTest {

    /** Set to write the golden records of the release in the making instead of comparing them. */
    private static final String REFRESH = "schemas.refresh";

    private static final Map<String, Schema> CURRENT = SchemaSet.current().schemas();

    static Stream<Arguments> goldenRecords() {
        return SchemaSet.releases().stream().flatMap(release -> release.schemas().values().stream()
                .flatMap(schema -> Stream.of("full", "minimal").map(kind -> {
                    String name = schema.getName() + "-" + kind;
                    return Arguments.argumentSet(release + " " + name, schema, GoldenRecord.of(release, name));
                })));
    }

    @ParameterizedTest
    @MethodSource("goldenRecords")
    void areWhatTheReleaseWrote(Schema released, GoldenRecord golden) throws IOException {
        GenericRecord decoded = GoldenRecord.decode(golden.bytes(), released, released);

        assertThat(decoded).isEqualTo(golden.record(released));
    }

    @ParameterizedTest
    @MethodSource("goldenRecords")
    void loseNothingThroughTheCurrentReaderAndBack(Schema released, GoldenRecord golden) throws IOException {
        Schema current = CURRENT.get(released.getName());

        GenericRecord now = GoldenRecord.decode(golden.bytes(), released, current);
        GenericRecord back = GoldenRecord.decode(GoldenRecord.encode(now, current), current, released);

        assertThat(back).isEqualTo(golden.record(released));
    }

    @Test
    void ofTheReleaseInTheMakingHaveEveryCurrentField() throws IOException {
        SchemaSet release = SchemaSet.inTheMaking();
        for (Schema schema : CURRENT.values()) {
            GoldenRecord full = GoldenRecord.of(release, schema.getName() + "-full");
            GoldenRecord minimal = GoldenRecord.of(release, schema.getName() + "-minimal");
            refreshIfAsked(schema, full, minimal);

            assertThat(full.record(schema))
                    .as("mvn -pl schemas -am test -D%s=true (only before the release is tagged)", REFRESH)
                    .isEqualTo(SampleRecords.full(schema));
            assertThat(minimal.record(schema)).isEqualTo(SampleRecords.minimal(schema));
        }
    }

    private static void refreshIfAsked(Schema schema, GoldenRecord full, GoldenRecord minimal) throws IOException {
        if (Boolean.getBoolean(REFRESH)) {
            full.write(SampleRecords.full(schema));
            minimal.write(SampleRecords.minimal(schema));
        }
    }
}
