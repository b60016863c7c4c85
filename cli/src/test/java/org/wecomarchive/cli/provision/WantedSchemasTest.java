package org.wecomarchive.cli.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wecomarchive.serde.RegisteredSubject;

final class WantedSchemasTest {

    private static final RegisteredSubject EQUAL = subject(Optional.of(7), Optional.of(true), "FULL_TRANSITIVE");
    private static final RegisteredSubject ABSENT = subject(Optional.empty(), Optional.empty(), "FULL_TRANSITIVE");
    private static final RegisteredSubject OTHER = subject(Optional.empty(), Optional.of(true), "FULL_TRANSITIVE");
    private static final RegisteredSubject ALIEN = subject(Optional.empty(), Optional.of(false), "FULL_TRANSITIVE");

    @Test
    void aSubjectWithThisReleasesSchemaIsAsWanted() {
        Report report = WantedSchemas.check(List.of(EQUAL));

        assertThat(report.isAsWanted()).isTrue();
        assertThat(report.text().lines()).containsExactly("ok  p.raw.v1-value  schema: RawRecord as id 7", "1 ok");
    }

    @Test
    void everyOtherOneHasALineWithItsRemedy() {
        assertThat(WantedSchemas.check(List.of(ABSENT)).text())
                .contains("differs", "missing", "archivectl schemas register");
        assertThat(WantedSchemas.check(List.of(OTHER)).text())
                .contains("compatible one", "archivectl schemas register");
        assertThat(WantedSchemas.check(List.of(ALIEN)).text()).contains("incompatible one", "topic.prefix");
        assertThat(List.of(ABSENT, OTHER, ALIEN))
                .noneMatch(one -> WantedSchemas.check(List.of(one)).isAsWanted());
    }

    @Test
    void anotherLevelIsADifferenceOfItsOwn() {
        Report report = WantedSchemas.check(List.of(subject(Optional.of(7), Optional.of(true), "BACKWARD")));

        assertThat(report.isAsWanted()).isFalse();
        assertThat(report.text())
                .contains("compatibility: BACKWARD -> FULL_TRANSITIVE", "/config/p.raw.v1-value")
                .doesNotContain("ok  ");
    }

    @Test
    void registeringIsPlannedUnlessTheRegistryWouldRefuse() {
        assertThat(WantedSchemas.plan(List.of(EQUAL, ABSENT, OTHER)).isAsWanted())
                .isTrue();
        assertThat(WantedSchemas.plan(List.of(EQUAL, ALIEN)).isAsWanted()).isFalse();
        assertThat(WantedSchemas.plan(List.of(ABSENT)).text()).contains("planned  p.raw.v1-value");
        assertThat(WantedSchemas.outcome(List.of(ABSENT, EQUAL), List.of(EQUAL, EQUAL))
                        .text()
                        .lines())
                .containsExactly(
                        "done  p.raw.v1-value  schema: RawRecord as id 7",
                        "ok  p.raw.v1-value  schema: RawRecord as id 7",
                        "1 done, 1 ok");
    }

    private static RegisteredSubject subject(Optional<Integer> id, Optional<Boolean> taken, String level) {
        return new RegisteredSubject("p.raw.v1-value", "RawRecord", id, taken, Optional.of(level));
    }
}
