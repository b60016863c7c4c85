package org.wecomarchive.ingestor.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.Delivery;

final class CursorTest {

    @Test
    void raisesHighOnlyBeyondWhatWasEverTaken() {
        Cursor rewound = new Cursor(10, 20, 3, 5);

        assertThat(rewound.advancedTo(15)).isEqualTo(new Cursor(15, 20, 3, 5));
        assertThat(rewound.advancedTo(21)).isEqualTo(new Cursor(21, 21, 3, 5));
    }

    @Test
    void isNeverBehindWhatTheRawTopicHolds() {
        Cursor stored = new Cursor(10, 20, 3, 5);

        assertThat(stored.notBehind(new LastRecord(30, 7, Instant.EPOCH))).isEqualTo(new Cursor(10, 30, 7, 5));
        assertThat(stored.notBehind(new LastRecord(15, 3, Instant.EPOCH))).isEqualTo(stored);
    }

    @Test
    void callsEverythingUpToHighReplayed() {
        Cursor rewound = new Cursor(10, 20, 3, 5);

        assertThat(rewound.deliveryOf(11)).isEqualTo(Delivery.REPLAYED);
        assertThat(rewound.deliveryOf(20)).isEqualTo(Delivery.REPLAYED);
        assertThat(rewound.deliveryOf(21)).isEqualTo(Delivery.LIVE);
    }

    @Test
    void neverGoesBack() {
        assertThatThrownBy(() -> new Cursor(10, 20, 3, 5).advancedTo(10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Cursor(-1, 20, 3, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cursor(21, 20, 3, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cursor(1, 20, -3, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cursor(1, 20, 3, -2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cursor(1, 20, 3, 5, -2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsItsMomentsWhenItMoves() {
        Cursor fresh = new Cursor(0, 0, 0, Cursor.NEVER);
        Cursor moved = fresh.caughtUpAt(Instant.ofEpochMilli(7))
                .servedAt(Instant.ofEpochMilli(9))
                .advancedTo(1);

        assertThat(fresh.caughtUp()).isEmpty();
        assertThat(fresh.served()).isEmpty();
        assertThat(moved).isEqualTo(new Cursor(1, 1, 0, 7, 9));
        assertThat(moved.caughtUp()).hasValue(Instant.ofEpochMilli(7));
        assertThat(moved.served()).hasValue(Instant.ofEpochMilli(9));
    }
}
