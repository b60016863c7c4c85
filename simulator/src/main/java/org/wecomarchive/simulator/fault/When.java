package org.wecomarchive.simulator.fault;

import org.wecomarchive.simulator.random.SeededRandom;

/** Which calls or records a fault befalls; the same ones in every run. */
sealed interface When {

    boolean includes(Occasion occasion);

    /** Whether it can be said of calls or records of this kind. */
    boolean fits(Target target);

    String text();

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
            case "" -> new Numbers(value.equals("always") ? new Span(1, Span.ENDLESS) : Span.parse(value));
            case "every" -> new Every(Long.parseLong(value));
            case "share" -> new Share(Double.parseDouble(value));
            case "seq" -> new Seqs(Span.parse(value));
            case "chunk" -> new Chunks(Span.parse(value));
            default ->
                throw new IllegalArgumentException("it comes @always, @5, @5..8, @5.., @every:50, @share:0.01,"
                        + " @seq:120..130 or, for media, @chunk:2");
        };
    }

    /** By their numbers, from 1. */
    record Numbers(Span span) implements When {

        @Override
        public boolean includes(Occasion occasion) {
            return span.contains(occasion.number());
        }

        @Override
        public boolean fits(Target target) {
            return true;
        }

        @Override
        public String text() {
            return span.text();
        }
    }

    /** The n-th, the 2n-th and so on. */
    record Every(long n) implements When {

        public Every {
            if (n < 1) {
                throw new IllegalArgumentException("every takes a number from 1 up");
            }
        }

        @Override
        public boolean includes(Occasion occasion) {
            return occasion.number() % n == 0;
        }

        @Override
        public boolean fits(Target target) {
            return true;
        }

        @Override
        public String text() {
            return "every:" + n;
        }
    }

    /** Drawn with the tenant's seed. */
    record Share(double share) implements When {

        public Share {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share takes a number from 0 to 1");
            }
        }

        @Override
        public boolean includes(Occasion occasion) {
            return SeededRandom.of(occasion.seed(), "fault", occasion.number()).chance(share);
        }

        @Override
        public boolean fits(Target target) {
            return true;
        }

        @Override
        public String text() {
            return "share:" + share;
        }
    }

    /** Pages that hold one of these records, or the records themselves. */
    record Seqs(Span span) implements When {

        @Override
        public boolean includes(Occasion occasion) {
            return occasion.seqs().get().stream().anyMatch(span::contains);
        }

        @Override
        public boolean fits(Target target) {
            return target != Target.MEDIA;
        }

        @Override
        public String text() {
            return "seq:" + span.text();
        }
    }

    /** Chunks of any media file, from 1. */
    record Chunks(Span span) implements When {

        @Override
        public boolean includes(Occasion occasion) {
            return span.contains(occasion.chunk());
        }

        @Override
        public boolean fits(Target target) {
            return target == Target.MEDIA;
        }

        @Override
        public String text() {
            return "chunk:" + span.text();
        }
    }
}
