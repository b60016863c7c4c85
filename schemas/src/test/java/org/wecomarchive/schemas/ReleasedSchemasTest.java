package org.wecomarchive.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** FULL_TRANSITIVE: old and new readers read old and new records, of every release there was. */
final class ReleasedSchemasTest {

    private static final Map<String, Schema> CURRENT = SchemaSet.current().schemas();

    static Stream<Arguments> releasedSchemas() {
        return SchemaSet.releases().stream().flatMap(release -> release.schemas().values().stream()
                .map(schema -> Arguments.argumentSet(release + " " + schema.getName(), schema)));
    }

    @ParameterizedTest
    @MethodSource("releasedSchemas")
    void currentReadersReadWhatTheReleaseWrote(Schema released) {
        assertThat(incompatibilities(current(released), released)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("releasedSchemas")
    void readersOfTheReleaseReadWhatIsWrittenNow(Schema released) {
        assertThat(incompatibilities(released, current(released))).isEmpty();
    }

    @Test
    void findsAFieldThatOldReadersNeed() {
        Schema released = new Schema.Parser()
                .parse(
                        """
                {"type": "record", "name": "A", "fields": [{"name": "x", "type": "int"}]}""");
        Schema without =
                new Schema.Parser().parse("""
                {"type": "record", "name": "A", "fields": []}""");

        assertThat(incompatibilities(without, released)).isEmpty();
        assertThat(incompatibilities(released, without)).isNotEmpty();
    }

    @Test
    void theReleaseInTheMakingHasTheCurrentFiles() {
        SchemaSet release = SchemaSet.inTheMaking();

        assertThat(release.directory())
                .as("mkdir -p schemas/%s", release.directory())
                .isDirectory();
        assertThat(release.files())
                .as("cp schemas/src/main/resources/avro/*.avsc schemas/%s/", release.directory())
                .isEqualTo(SchemaSet.current().files());
    }

    private static Schema current(Schema released) {
        return CURRENT.get(released.getName());
    }

    private static Iterable<SchemaCompatibility.Incompatibility> incompatibilities(Schema reader, Schema writer) {
        SchemaCompatibilityResult result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getIncompatibilities();
    }
}
