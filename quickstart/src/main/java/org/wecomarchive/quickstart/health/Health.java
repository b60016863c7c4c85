package org.wecomarchive.quickstart.health;

import java.util.List;

/**
 * How the pipeline stands at one moment.
 *
 * @param fetching what the ingestor is doing
 * @param troubles what is wrong, the ingestor's first
 */
public record Health(Fetching fetching, List<Trouble> troubles) {

    public Health {
        troubles = List.copyOf(troubles);
    }

    /** The same without what a run with planned faults brings about. */
    public Health onlyWhatHasStopped() {
        return new Health(
                fetching,
                troubles.stream()
                        .filter(trouble -> trouble.end() == Trouble.End.NEVER)
                        .toList());
    }

    /** Whether something goes on only when a person has acted. */
    public boolean awaitsAPerson() {
        return troubles.stream().anyMatch(Trouble::needsAPerson);
    }

    /** What is still to end, a sentence each. */
    public List<String> waitsFor() {
        return troubles.stream()
                .filter(trouble -> trouble.end() != Trouble.End.BY_COMMAND)
                .map(Trouble::sentence)
                .toList();
    }

    /** In a few words for a progress line; empty while nothing is wrong. */
    public String inShort() {
        if (troubles.isEmpty()) {
            return "";
        }
        return awaitsAPerson() ? "WAITS FOR YOU, see above" : "see above";
    }
}
