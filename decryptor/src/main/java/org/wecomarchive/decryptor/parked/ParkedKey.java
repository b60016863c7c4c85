package org.wecomarchive.decryptor.parked;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The archived record that a parked record holds, as its key {@code <corp_id>:<seq, 20 digits>} names it.
 *
 * @param seq at least 0
 */
public record ParkedKey(String corp, long seq) {

    private static final Pattern KEY = Pattern.compile("(.+):([0-9]{20})", Pattern.DOTALL);

    /** Empty for keys that the pipeline does not write. */
    public static Optional<ParkedKey> of(byte[] key) {
        Matcher text = KEY.matcher(key == null ? "" : new String(key, UTF_8));
        try {
            return text.matches()
                    ? Optional.of(new ParkedKey(text.group(1), Long.parseLong(text.group(2))))
                    : Optional.empty();
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
