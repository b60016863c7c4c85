package org.wecomarchive.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

final class GeneratedClassesTest {

    @Test
    void haveTheSchemasOfTheFilesThatShipInTheJar() {
        Map<String, Schema> generated = Map.of(
                "ChatEvent", ChatEvent.getClassSchema(),
                "Command", Command.getClassSchema(),
                "Erasure", Erasure.getClassSchema(),
                "Gap", Gap.getClassSchema(),
                "RawRecord", RawRecord.getClassSchema(),
                "SdkCalls", SdkCalls.getClassSchema());

        Map<String, Schema> files = SchemaSet.current().schemas();

        assertThat(generated).hasSameSizeAs(files);
        assertThat(generated).allSatisfy((name, schema) -> {
            assertThat(SchemaNormalization.toParsingForm(schema))
                    .isEqualTo(SchemaNormalization.toParsingForm(files.get(name)));
            assertThat(GeneratedClassesTest.class.getResource("/avro/" + name + ".avsc"))
                    .isNotNull();
        });
    }
}
