package org.wecomarchive.decryptor.parked;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * Which archived record a parked record is, by its key {@code <corp_id>:<seq, 20 digits>}.
 *
 * @param seq at least 0
 */
public record ParkedKey(String corp, long seq) {

    private static final int DIGITS = 20;

    /** Empty for keys that the pipeline does not write. */
    public static Optional<ParkedKey> of(byte[] key) {
        String text = key == null ? "" : new String(key, UTF_8);
        int digits = text.length() - DIGITS;
        if (digits < 2 || text.charAt(digits - 1) != ':' || !isNumber(text, digits)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ParkedKey(text.substring(0, digits - 1), Long.parseLong(text, digits, text.length(), 10)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
