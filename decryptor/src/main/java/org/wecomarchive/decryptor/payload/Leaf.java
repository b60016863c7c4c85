package org.wecomarchive.decryptor.payload;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** How one JSON value becomes one value of a schema field; what cannot become one is absent, never an error. */
enum Leaf {
    /** A string; numbers and booleans as they are spelled. Empty is absent. */
    TEXT(json -> json.scalar().filter(text -> !text.isEmpty())),
    /** An integer within the range of {@code long}. */
    INTEGER(json -> Numerals.integer(json).stream().boxed().findFirst()),
    /** An unsigned 64-bit number, as decimal digits. */
    UNSIGNED(Numerals::unsigned),
    /** A finite number. */
    REAL(Numerals::real),
    /** A boolean, 0 or 1, or the text of these. */
    FLAG(json -> json.scalar().map(String::strip).flatMap(Leaf::flag)),
    /** An instant in seconds, or from 10^11 on in milliseconds, since the epoch. */
    INSTANT(Leaf::instant);

    /** As seconds it is in the year 5138, as milliseconds in 1973: no message has either date. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    /** 2000-01-01T00:00:00Z: WeCom is younger, so anything earlier is a wrong unit or a placeholder. */
    private static final long EARLIEST_MS = 946_684_800_000L;

    /** 9999-12-31T23:59:59.999Z. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    @SuppressWarnings("ImmutableEnumChecker") // The functions above have no state.
    private final Function<Json, Optional<?>> reader;

    Leaf(Function<Json, Optional<?>> reader) {
        this.reader = reader;
    }

    Optional<Object> read(Json json) {
        return reader.apply(json).map(Function.identity());
    }

    private static Optional<Boolean> flag(String text) {
        if (text.equals("1") || text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return text.equals("0") || text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    private static Optional<Instant> instant(Json json) {
        OptionalLong value = Numerals.integer(json);
        if (value.isEmpty() || value.getAsLong() <= 0) {
            return Optional.empty();
        }
        long millis = value.getAsLong() < FIRST_MILLIS ? value.getAsLong() * 1_000L : value.getAsLong();
        return millis >= EARLIEST_MS && millis <= LATEST_MS
                ? Optional.of(Instant.ofEpochMilli(millis))
                : Optional.empty();
    }
}
