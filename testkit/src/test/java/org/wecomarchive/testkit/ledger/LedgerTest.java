package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    @Test
    void countsEachRecordUnderItsCurrentOutcome() {
        Balance balance =
                Books.of("r1 r2 r3 r4 r5 e1 p2 p3 e3* x3 d4 p5 d5* x5").balance();

        assertThat(balance).isEqualTo(new Balance(5, 2, 1, 2, 0, 0, 0, 0, 0, 0));
        assertThat(balance.balanced()).isTrue();
        assertThat(balance.balancedWith(5)).isTrue();
    }

    @Test
    void countsAsErasedWhatIsWhateverElseItWasBefore() {
        Balance balance = Books.of("r1 r2 r3 r4 e1 e2 r2* z2* p3 z3* z4").balance();

        assertThat(balance).isEqualTo(new Balance(4, 1, 0, 0, 3, 0, 0, 0, 0, 0));
        assertThat(balance.balancedWith(4)).isTrue();
        assertThat(Books.of("r1 e1 z1").balance().contradictions()).isEqualTo(1);
    }

    @Test
    void isNotBalancedWithASourceThatHasMore() {
        assertThat(Books.of("r1 e1").balance().balancedWith(2)).isFalse();
    }

    @Test
    void isNotBalancedWhileARecordHasNoOutcome() {
        Balance balance = Books.of("r1 r2 e1").balance();

        assertThat(balance.withoutOutcome()).isEqualTo(1);
        assertThat(balance.balanced()).isFalse();
    }

    @Test
    void isNotBalancedWhenALossAndAStrangerCancelOut() {
        Balance balance = Books.of("r1 r2 e1 e3").balance();

        assertThat(balance.outcomes()).isEqualTo(balance.raw());
        assertThat(balance.balanced()).isFalse();
    }

    @Test
    void countsExtraLiveRecordsOfAllTopicsAsDuplicates() {
        Balance balance = Books.of("r1 r1 r1 e1 e1 e1*").balance();

        assertThat(balance.raw()).isEqualTo(1);
        assertThat(balance.events()).isEqualTo(1);
        assertThat(balance.duplicates()).isEqualTo(3);
        assertThat(balance.balanced()).isFalse();
    }

    @Test
    void comparesSeqsOnlyWithinAConversationAndAPartition() {
        Ledger ledger = new Ledger();
        ledger.add(Ledger.Book.EVENTS, Books.event("room:a", 0, 5));
        ledger.add(Ledger.Book.EVENTS, Books.event("room:b", 0, 3));
        ledger.add(Ledger.Book.EVENTS, Books.event("room:a", 1, 2));

        assertThat(ledger.balance().outOfOrder()).isZero();

        ledger.add(Ledger.Book.EVENTS, Books.event("room:a", 0, 4));
        ledger.add(Ledger.Book.EVENTS, Books.event("room:a", 0, 5));

        assertThat(ledger.balance().outOfOrder()).isEqualTo(1);
    }

    @Test
    void countsRecordsThatDoNotSayWhichTheyAre() {
        Ledger ledger = Books.of("r1 e1");

        ledger.addUnidentified();

        assertThat(ledger.balance().balanced()).isFalse();
        assertThat(Guarantee.NO_DUPLICATE.violations(ledger, Books.source(1))).hasSize(1);
    }
}
