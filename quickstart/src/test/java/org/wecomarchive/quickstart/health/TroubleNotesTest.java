package org.wecomarchive.quickstart.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.testkit.time.ManualClock;

class TroubleNotesTest {

    private static final Health WELL = new Health(Fetching.CAUGHT_UP, List.of());

    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final List<String> told = new ArrayList<>();
    private final TroubleNotes notes = new TroubleNotes(told::add, clock);

    @Test
    void tellsOnceWhatAPersonMustDoAndOnceThatItIsOver() {
        notes.tell(with(Trouble.End.BY_A_PERSON, 0));
        notes.tell(with(Trouble.End.BY_A_PERSON, 5));
        notes.tell(WELL);
        notes.tell(WELL);

        assertThat(told).containsExactly("Do it.", "Over: Do it.");
    }

    @Test
    void tellsOfWhatEndsByItselfOnlyWhenItLasts() {
        notes.tell(with(Trouble.End.BY_ITSELF, 0));
        clock.advance(Duration.ofSeconds(2));
        notes.tell(WELL);
        notes.tell(with(Trouble.End.BY_ITSELF, 0));
        clock.advance(Duration.ofSeconds(2));
        notes.tell(with(Trouble.End.BY_ITSELF, 0));
        assertThat(told).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        notes.tell(with(Trouble.End.BY_ITSELF, 0));
        assertThat(told).containsExactly("Do it.");
    }

    private static Health with(Trouble.End end, long records) {
        return new Health(Fetching.WAITS_FOR_A_PERSON, List.of(new Trouble(end, records, "Do it.")));
    }
}
