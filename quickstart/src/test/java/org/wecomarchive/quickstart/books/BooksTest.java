package org.wecomarchive.quickstart.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.testkit.ledger.Balance;

class BooksTest {

    private static final Balance BALANCE = new Balance(20, 17, 2, 1, 0, 0, 0, 0, 0, 0);

    private static final Published PUBLISHED = new Published(16, 17, 20);
    private static final Stored NO_STORES = new Stored(
            PUBLISHED, Optional.of(new StoreCounts(OptionalLong.empty(), Optional.empty(), Optional.empty())));

    private static Books outcome(long source, Balance balance, Stored stored, long fetched, double seconds) {
        return new Books(source, balance, stored, fetched, seconds, Books.Completeness.COMPLETE, List.of());
    }

    @Test
    void isNotBalancedBeforeWeComHasSaidThatThisIsAll() {
        Books refused = new Books(20, BALANCE, NO_STORES, 10, 2.5, Books.Completeness.UNKNOWN, List.of("the \"IP\""));

        assertThat(refused.balanced()).isFalse();
        assertThat(refused.json(Map.of())).endsWith("\"recordsPerSecond\":4,\"waitsFor\":[\"the \\\"IP\\\"\"]}");
    }

    @Test
    void hasNotSucceededWhileSomebodyIsWaitedFor() {
        Books parked = new Books(20, BALANCE, NO_STORES, 10, 2.5, Books.Completeness.COMPLETE, List.of("a key"));

        assertThat(parked.balanced()).isTrue();
        assertThat(parked.succeeded()).isFalse();
    }

    @Test
    void isOneLineOfJson() {
        assertThat(outcome(20, BALANCE, NO_STORES, 10, 2.5).json(Map.of()))
                .isEqualTo(
                        "{\"source\":20,\"raw\":20,\"events\":17,\"parked\":2,\"deadLetters\":1,\"erased\":0,"
                                + "\"duplicates\":0,\"outOfOrder\":0,\"balanced\":true,\"seconds\":2.5,\"recordsPerSecond\":4}");
    }

    @Test
    void isNotBalancedWhenTheSourceHasMore() {
        assertThat(outcome(21, BALANCE, NO_STORES, 10, 2.5).balanced()).isFalse();
    }

    @Test
    void countsWhatTheStoresHold() {
        Books outcome = outcome(20, BALANCE, stored(16, 17, 20), 10, 2.5);

        assertThat(outcome.balanced()).isTrue();
        assertThat(outcome.json(Map.of()))
                .contains(
                        "\"outOfOrder\":0,\"searchDocuments\":16,\"coldEvents\":17,\"coldRaw\":20,\"balanced\":true,");
    }

    @ParameterizedTest
    @CsvSource({"15, 17, 20", "17, 17, 20", "16, 16, 20", "16, 18, 20", "16, 17, 19", "16, 17, 21"})
    void isNotBalancedWhenAStoreHasLessOrMore(long documents, long events, long raw) {
        Books outcome = outcome(20, BALANCE, stored(documents, events, raw), 10, 2.5);

        assertThat(outcome.balanced()).isFalse();
        assertThat(outcome.json(Map.of())).contains("\"balanced\":false");
    }

    @Test
    void isNotBalancedWhenARowIsMissingAndAnotherIsThereTwice() {
        StoreCounts counts = new StoreCounts(OptionalLong.empty(), Optional.of(new RowCount(17, 16)), Optional.empty());

        assertThat(outcome(20, BALANCE, new Stored(PUBLISHED, Optional.of(counts)), 10, 2.5)
                        .balanced())
                .isFalse();
    }

    private static Stored stored(long documents, long events, long raw) {
        return new Stored(
                PUBLISHED,
                Optional.of(new StoreCounts(
                        OptionalLong.of(documents),
                        Optional.of(new RowCount(events, events)),
                        Optional.of(new RowCount(raw, raw)))));
    }

    @Test
    void isNotBalancedWhereAStoreDoesNotAnswer() {
        Books outcome = outcome(20, BALANCE, new Stored(PUBLISHED, Optional.empty()), 10, 2.5);

        assertThat(outcome.json(Map.of())).contains("\"outOfOrder\":0,\"balanced\":false,");
    }

    @Test
    void addsWhatWasNotPossibleToWhatItWaitsFor() {
        Books outcome = outcome(20, BALANCE, NO_STORES, 10, 2.5)
                .recounted(20, BALANCE, NO_STORES, 10, List.of("Cannot read the events."));

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.json(Map.of())).contains("\"waitsFor\":[\"Cannot read the events.\"]");
    }

    @Test
    void tellsHowOftenWhatWentWrong() {
        Map<String, Long> faults = new LinkedHashMap<>();
        faults.put("errcode=-1", 2L);
        faults.put("abort", 1L);

        assertThat(outcome(20, BALANCE, NO_STORES, 10, 2.5).json(faults))
                .endsWith(",\"recordsPerSecond\":4,\"faults\":{\"errcode=-1\":2,\"abort\":1}}");
    }

    @Test
    void hasNoSpeedWhenNothingWasFetched() {
        assertThat(outcome(20, BALANCE, NO_STORES, 0, 0).json(Map.of()))
                .endsWith("\"seconds\":0.0,\"recordsPerSecond\":0}");
    }
}
