package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SinkTopicsTest {

    @ParameterizedTest
    @ValueSource(strings = {"wecom.archive.events.v1", "a.events.v1, b.events.v1", "dc1.mirror", "other.v1", ""})
    void acceptsWhatMayHoldTheRecords(String topics) {
        assertThat(SinkTopics.refusals(Map.of("topics", topics), "events", "this connector"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wecom.archive.raw.v1", "a.events.v1, b.dead-letters.v1", "wecom.archive.erased.v1"})
    void refusesTheTopicsOfOtherRecords(String topics) {
        assertThat(SinkTopics.refusals(Map.of("topics", topics), "events", "this connector"))
                .containsOnlyKeys("topics")
                .extractingByKey("topics")
                .asString()
                .startsWith("topics names ")
                .endsWith("those of <prefix>.events.v1.");
    }

    @Test
    void knowsNoTopicsOfAnUnknownKind() {
        assertThat(SinkTopics.refusals(Map.of("topics", "a.raw.v1"), "raw", "table.kind"))
                .isEmpty();
    }
}
