package org.wecomarchive.sinkelasticsearch.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexNamesTest {

    private static final Instant FETCHED = Instant.parse("2026-11-12T08:00:00Z");

    private final IndexNames names = new IndexNames("wecom-archive");

    @ParameterizedTest
    @CsvSource({
        "2026-11-12T07:59:59Z, wecom-archive-2026-11",
        "2026-10-31T23:59:59.999Z, wecom-archive-2026-10",
        "2016-01-01T00:00:00Z, wecom-archive-2016-01",
        "2015-12-31T23:59:59.999Z, wecom-archive-undated",
        "2026-11-13T08:00:00Z, wecom-archive-2026-11",
        "2026-11-13T08:00:00.001Z, wecom-archive-undated",
        "9999-01-01T00:00:00Z, wecom-archive-undated"
    })
    void goesByTheUtcMonthAndPutsAbsurdDatesAside(Instant sentAt, String index) {
        assertThat(names.of(Optional.of(sentAt), FETCHED)).isEqualTo(index);
    }

    @Test
    void putsMessagesWithoutADateAside() {
        assertThat(names.of(Optional.empty(), FETCHED)).isEqualTo("wecom-archive-undated");
    }

    @Test
    void looksForARecalledMessageInTwoMonthsAndAmongTheUndated() {
        assertThat(names.ofRecalled(Optional.of(Instant.parse("2026-01-01T00:00:01Z")), FETCHED))
                .containsExactly("wecom-archive-2026-01", "wecom-archive-2025-12", "wecom-archive-undated");
        assertThat(names.ofRecalled(Optional.empty(), FETCHED)).containsExactly("wecom-archive-undated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-a", "a,b", "a*", "a b", "1a"})
    void refusesWhatIsNoPrefix(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexNames(prefix));
    }
}
