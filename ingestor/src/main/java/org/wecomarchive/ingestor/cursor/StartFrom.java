package org.wecomarchive.ingestor.cursor;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a corp starts that has no stored offset; the setting {@code start.from}.
 *
 * <p>Whatever the setting, the highest seq ever taken comes from the last record in the raw topic, so that nothing is published
 * as new twice.
 */
public sealed interface StartFrom {

    /**
     * The first cursor.
     *
     * @param last the corp's last live record in the raw topic
     * @param home partition of a corp that has no record yet
     * @throws StartRefusedException when this setting does not say where to start
     */
    Cursor first(Optional<LastRecord> last, int home);

    /** Reads {@code auto}, {@code oldest} or a seq in decimal digits. */
    static StartFrom parse(String text) {
        if (text.equals("auto")) {
            return new Auto();
        }
        if (text.equals("oldest")) {
            return new Oldest();
        }
        if (Digits.SEQ.matcher(text).matches()) {
            return new After(Long.parseLong(text));
        }
        throw new IllegalArgumentException("must be auto, oldest or the seq (at most 18 digits) to start after");
    }

    /** Goes on from the raw topic, or refuses. */
    record Auto() implements StartFrom {

        @Override
        public Cursor first(Optional<LastRecord> last, int home) {
            return last.map(LastRecord::cursor)
                    .orElseThrow(
                            () -> new StartRefusedException(
                                    "there is neither a stored offset nor a record of this corp of the last"
                                            + " days in the raw topic, nor an older one in its partition " + home
                                            + ", so start.from=auto cannot know where to go on: for a"
                                            + " new corp set start.from=oldest, else check topic.prefix, raw.partitions and kafka.*"));
        }
    }

    /** Goes on from the raw topic; without any record there it is a first start. */
    record Oldest() implements StartFrom {

        @Override
        public Cursor first(Optional<LastRecord> last, int home) {
            return last.map(LastRecord::cursor).orElseGet(() -> new Cursor(0, 0, home, Cursor.NEVER));
        }
    }

    /** Starts behind a given seq; what the raw topic has already is published as replayed. */
    record After(long seq) implements StartFrom {

        @Override
        public Cursor first(Optional<LastRecord> last, int home) {
            long high = Math.max(seq, last.map(LastRecord::seq).orElse(0L));
            int partition = last.map(LastRecord::partition).orElse(home);
            long served = last.map(record -> record.fetchedAt().toEpochMilli()).orElse(Cursor.NEVER);
            return new Cursor(seq, high, partition, Cursor.NEVER, served);
        }
    }

    /** What a seq looks like in the configuration. */
    final class Digits {

        private static final Pattern SEQ = Pattern.compile("[0-9]{1,18}");

        private Digits() {}
    }
}
