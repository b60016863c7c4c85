package org.wecomarchive.ingestor.cursor;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a corp without a stored offset starts; the setting {@code start.from}.
 *
 * <p>Whatever the setting, the highest seq ever taken comes from the last record in the raw topic, so that no record is
 * published as live twice.
 *
 * @param setting {@code auto}, {@code oldest} or a seq in decimal digits
 */
public record StartFrom(String setting) {

    private static final String AUTO = "auto";
    private static final String OLDEST = "oldest";
    private static final Pattern SEQ = Pattern.compile("[0-9]{1,18}");

    public StartFrom {
        if (!setting.equals(AUTO)
                && !setting.equals(OLDEST)
                && !SEQ.matcher(setting).matches()) {
            throw new IllegalArgumentException("must be auto, oldest or the seq (at most 18 digits) to start after");
        }
    }

    /**
     * The first cursor: {@code auto} goes on from the raw topic or refuses; {@code oldest} takes a raw topic without a record of
     * the corp for a first start; a seq starts behind it, and what the raw topic has already is published as replayed.
     *
     * @param last the corp's last live record in the raw topic
     * @param home partition of a corp that has no record yet
     * @throws StartRefusedException when this setting does not say where to start
     */
    public Cursor first(Optional<LastRecord> last, int home) {
        return switch (setting) {
            case AUTO ->
                last.map(LastRecord::cursor)
                        .orElseThrow(() -> new StartRefusedException(
                                "there is neither a stored offset nor a recent record of this corp in the raw topic, nor an"
                                        + " older one in its partition " + home
                                        + ", so start.from=auto cannot tell where to go on: for a new corp set start.from=oldest, else"
                                        + " check topic.prefix, raw.partitions and kafka.*"));
            case OLDEST -> last.map(LastRecord::cursor).orElseGet(() -> new Cursor(0, 0, home, Cursor.NEVER));
            default -> after(Long.parseLong(setting), last, home);
        };
    }

    private static Cursor after(long seq, Optional<LastRecord> last, int home) {
        Cursor known = last.map(LastRecord::cursor).orElseGet(() -> new Cursor(0, 0, home, Cursor.NEVER));
        return new Cursor(seq, Math.max(seq, known.high()), known.partition(), Cursor.NEVER, known.servedMs());
    }
}
