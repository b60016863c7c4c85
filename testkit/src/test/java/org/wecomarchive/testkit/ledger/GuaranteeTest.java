package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.testkit.ledger.Guarantee.NO_DUPLICATE;
import static org.wecomarchive.testkit.ledger.Guarantee.NO_LOSS;
import static org.wecomarchive.testkit.ledger.Guarantee.ONE_OUTCOME;
import static org.wecomarchive.testkit.ledger.Guarantee.PER_CONVERSATION_ORDER;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuaranteeTest {

    private static final SeqSet SOURCE = Books.source(1, 2, 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r1 r2 r3 e1 p2 d3",
                "r1 r2 r3 e1 p2 e2* x2 d3",
                "r1 r2 r3 e1 p2 d2* x2 d3",
                "r1 r2 r3 e1 d2 e2* e3",
                "r1 r2 r3 e1 e2 e3 r2* e2*"
            })
    void keepsEveryPromise(String records) {
        for (Guarantee guarantee : Guarantee.values()) {
            assertThat(guarantee.violations(Books.of(records), SOURCE)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r1 r3 e1 e3", "r1 r2 r3 e1 e3", "r1 r2 r3 e1 p2 x2 e3"})
    void seesALoss(String records) {
        assertThat(NO_LOSS.violations(Books.of(records), SOURCE))
                .singleElement()
                .asString()
                .contains("corp:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"r1 r2 r2 r3 e1 e2 e3", "r1 r2 r3 e1 e2 e2 e3", "r1 r2 r3 e1 d2 d2 e3", "r1 r2 r3 e1 p2 p2 e3"})
    void seesADuplicate(String records) {
        assertThat(NO_DUPLICATE.violations(Books.of(records), SOURCE))
                .singleElement()
                .asString()
                .contains("corp:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r1 r2 r3 e1 e2 e3 e4", "r1 r2 r3 e1 e2 e3 r4 e4", "r1 r2 r3 e1 e2 e3 d4"})
    void seesWhatTheSourceNeverHad(String records) {
        assertThat(NO_DUPLICATE.violations(Books.of(records), SOURCE))
                .singleElement()
                .asString()
                .contains("corp:4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r1 r2 r3 e1 e3 e2", "r1 r2 r3 e3 e1"})
    void seesAFallingSeq(String records) {
        assertThat(PER_CONVERSATION_ORDER.violations(Books.of(records), SOURCE)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r1 e1 r2 r3 e3 e2*", "r1 r2 r3 e1 e3 e1*"})
    void takesALateEventAsLate(String records) {
        assertThat(PER_CONVERSATION_ORDER.violations(Books.of(records), SOURCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r1 r2 r3 e1 e2 d2 e3", "r1 r2 r3 e1 p2 e2 e3", "r1 r2 r3 e1 p2 d2 e3"})
    void seesTwoOutcomesOfOneRecord(String records) {
        assertThat(ONE_OUTCOME.violations(Books.of(records), SOURCE))
                .singleElement()
                .asString()
                .contains("corp:2");
    }
}
