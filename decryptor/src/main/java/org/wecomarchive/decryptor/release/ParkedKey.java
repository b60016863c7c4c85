package org.wecomarchive.decryptor.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which archived record a parked record is, by its key {@code <corp_id>:<seq, 20 digits>}.
 *
 * @param seq at least 0
 */
record ParkedKey(String corp, long seq) {

    private static final Pattern KEY = Pattern.compile("(.+):0(\\d{19})", Pattern.DOTALL);
    private static final String HIGHEST = Long.toString(Long.MAX_VALUE);

    /** Empty for keys that the pipeline does not write. */
    static Optional<ParkedKey> of(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        Matcher matcher = KEY.matcher(new String(key, UTF_8));
        if (!matcher.matches() || matcher.group(2).compareTo(HIGHEST) > 0) {
            return Optional.empty();
        }
        return Optional.of(new ParkedKey(matcher.group(1), Long.parseLong(matcher.group(2))));
    }
}
