package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

final class RegisteredSubjectTest {

    private static final String SUBJECT = "site.x.v1-value";
    private static final Schema FIRST =
            SchemaBuilder.record("X").fields().requiredString("a").endRecord();
    private static final Schema SECOND = SchemaBuilder.record("X")
            .fields()
            .requiredString("a")
            .optionalString("b")
            .endRecord();
    private static final Schema OTHER =
            SchemaBuilder.record("X").fields().requiredLong("a").endRecord();

    private final InMemoryRegistry registry = new InMemoryRegistry();

    @Test
    void aLookUpRegistersNothing() {
        assertThat(registry.schemas().knownId(SUBJECT, FIRST)).isEmpty();
        assertThat(registry.schemas().wouldTake(SUBJECT, FIRST)).isEmpty();

        int id = registry.register(SUBJECT, FIRST);

        assertThat(registry.schemas().knownId(SUBJECT, FIRST)).hasValue(id);
        assertThat(registry.schemas().knownId(SUBJECT, SECOND)).isEmpty();
    }

    @Test
    void tellsWhetherASubjectWouldTakeAnotherSchema() throws Exception {
        registry.register(SUBJECT, FIRST);
        registry.setLevel(SUBJECT, "FULL_TRANSITIVE");

        assertThat(registry.schemas().wouldTake(SUBJECT, SECOND)).hasValue(true);
        assertThat(registry.schemas().wouldTake(SUBJECT, OTHER)).hasValue(false);
        assertThat(registry.schemas().compatibility(SUBJECT)).hasValue("FULL_TRANSITIVE");
    }

    @Test
    void aSubjectThatTakesAnythingHasNoLevel() throws Exception {
        registry.register(SUBJECT, FIRST);
        registry.setLevel(SUBJECT, "NONE");

        assertThat(registry.schemas().compatibility(SUBJECT)).hasValue("NONE");
    }
}
