package org.wecomarchive.simulator.fault;

import java.util.Set;
import java.util.function.Predicate;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * Which calls or records a fault befalls; the same ones in every run.
 *
 * @param text what {@link #parse} takes
 * @param targets of which calls or records it can be said
 */
record When(String text, Set<Target> targets, Predicate<Occasion> includes) {

    private static final Set<Target> ALL = Set.of(Target.values());

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException that says what is accepted
     */
    static When parse(String text) {
        int colon = text.indexOf(':');
        String form = text.substring(0, Math.max(0, colon));
        String value = text.substring(colon + 1);
        return switch (form) {
            case "" -> numbered(value.equals("always") ? new Span(1, Span.ENDLESS) : Span.parse(value));
            case "every" -> every(Long.parseLong(value));
            case "share" -> share(Double.parseDouble(value));
            case "seq" -> ofSeqs(Span.parse(value));
            case "chunk" -> ofChunks(Span.parse(value));
            default ->
                throw new IllegalArgumentException("it comes @always, @5, @5..8, @5.., @every:50, @share:0.01,"
                        + " @seq:120..130 or, for media, @chunk:2");
        };
    }

    /** By their numbers, from 1. */
    private static When numbered(Span span) {
        return new When(span.text(), ALL, occasion -> span.contains(occasion.number()));
    }

    /** The n-th, the 2n-th and so on. */
    private static When every(long n) {
        if (n < 1) {
            throw new IllegalArgumentException("every takes a number from 1 up");
        }
        return new When("every:" + n, ALL, occasion -> occasion.number() % n == 0);
    }

    /** Drawn with the tenant's seed. */
    private static When share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share takes a number from 0 to 1");
        }
        return new When("share:" + share, ALL, occasion -> SeededRandom.of(occasion.seed(), "fault", occasion.number())
                .chance(share));
    }

    /** Pages that hold one of these records, or the records themselves. */
    private static When ofSeqs(Span span) {
        return new When(
                "seq:" + span.text(), Set.of(Target.PAGE, Target.PAYLOAD), occasion -> occasion.seqs().get().stream()
                        .anyMatch(span::contains));
    }

    /** Chunks of any media file, from 1. */
    private static When ofChunks(Span span) {
        return new When("chunk:" + span.text(), Set.of(Target.MEDIA), occasion -> span.contains(occasion.chunk()));
    }
}
