package org.wecomarchive.quickstart.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tells of each trouble once when it begins, and once when it is over. */
public final class TroubleNotes {

    /** What ends by itself sooner is not told. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final Consumer<String> reader;
    private final Clock clock;
    private final Map<String, Instant> since = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** @param reader takes one sentence at a time */
    public TroubleNotes(Consumer<String> reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** Tells what is new. */
    public void tell(Health health) {
        Instant now = clock.instant();
        for (Trouble trouble : health.troubles()) {
            Instant began = since.computeIfAbsent(trouble.sentence(), anew -> now);
            boolean due = trouble.end() != Trouble.End.BY_ITSELF || !now.isBefore(began.plus(SHORT));
            if (due && told.add(trouble.sentence())) {
                reader.accept(trouble.sentence());
            }
        }
        Set<String> present = new HashSet<>();
        health.troubles().forEach(trouble -> present.add(trouble.sentence()));
        since.keySet().retainAll(present);
        for (String over : List.copyOf(told)) {
            if (!present.contains(over)) {
                told.remove(over);
                reader.accept("Over: " + over);
            }
        }
    }
}
