package org.wecomarchive.quickstart.leaks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was found where. What is looked at before it is known what is forbidden is judged then. Safe for any thread. */
final class LeakReport {

    private final List<Sight> sights = new ArrayList<>();
    private final Set<String> leaks = new TreeSet<>();
    private Optional<Forbidden> forbidden = Optional.empty();

    private record Sight(String place, String content, Plaintext plaintext) {}

    /** To be said once. */
    synchronized LeakReport forbid(Forbidden what) {
        forbidden = Optional.of(what);
        sights.forEach(sight -> judge(what, sight));
        sights.clear();
        return this;
    }

    /** Looks at a text of some place. */
    synchronized void look(String place, String content, Plaintext plaintext) {
        Sight sight = new Sight(place, content, plaintext);
        if (forbidden.isPresent()) {
            judge(forbidden.get(), sight);
        } else {
            sights.add(sight);
        }
    }

    private void judge(Forbidden what, Sight sight) {
        what.in(sight.content(), sight.plaintext()).forEach(name -> leaks.add(name + " in " + sight.place()));
    }

    /** {@code <what> in <where>}, without duplicates. */
    synchronized Set<String> leaks() {
        if (forbidden.isEmpty()) {
            throw new IllegalStateException("nothing is forbidden yet");
        }
        return Set.copyOf(leaks);
    }
}
