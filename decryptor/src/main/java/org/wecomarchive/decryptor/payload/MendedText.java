package org.wecomarchive.decryptor.payload;

import java.util.HexFormat;

/**
 * A JSON text in which every escape can be read. In a JSON text a backslash stands nowhere but in a string, so that the
 * strings need not be found first.
 *
 * <p>Half of a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD. {@code \'} becomes an apostrophe. Of any other
 * escape that JSON does not know the backslash is kept as text, and what follows it.
 *
 * @param text the JSON text without broken escapes
 * @param original the JSON text as it came
 * @param broken how many escapes JSON does not know
 * @param halves how many halves of surrogate pairs there are
 */
record MendedText(String text, String original, int broken, int halves) {

    private static final String SHORT_ESCAPES = "\"\\/bfnrt";
    private static final int UNIT_LENGTH = 6;
    private static final int NO_UNIT = -1;

    static MendedText of(String json) {
        return json.indexOf('\\') < 0 ? new MendedText(json, json, 0, 0) : new Mending(json).mended();
    }

    boolean isDamaged() {
        return broken + halves > 0;
    }

    /** What the JSON of an object is cut from: the original, unless that is no JSON. Offsets are those of the text. */
    String document() {
        return broken == 0 ? original : text;
    }

    /** One pass over a text; what is not damaged is copied in whole stretches. */
    private static final class Mending {

        private final String json;
        private final StringBuilder mended = new StringBuilder();
        private int copied;
        private int broken;
        private int halves;

        Mending(String json) {
            this.json = json;
        }

        MendedText mended() {
            int next = json.indexOf('\\');
            while (next >= 0) {
                next = json.indexOf('\\', next + escape(next));
            }
            if (broken + halves == 0) {
                return new MendedText(json, json, 0, 0);
            }
            return new MendedText(mended.append(json, copied, json.length()).toString(), json, broken, halves);
        }

        /** How long the escape is. */
        private int escape(int at) {
            int unit = unit(at);
            if (unit == NO_UNIT) {
                return shortEscape(at);
            }
            if (!Character.isSurrogate((char) unit)) {
                return UNIT_LENGTH;
            }
            int low = unit(at + UNIT_LENGTH);
            if (low != NO_UNIT && Character.isSurrogatePair((char) unit, (char) low)) {
                return 2 * UNIT_LENGTH;
            }
            halves++;
            return replace(at, UNIT_LENGTH, "\\ufffd");
        }

        private int shortEscape(int at) {
            char escaped = at + 1 < json.length() ? json.charAt(at + 1) : '\0';
            if (SHORT_ESCAPES.indexOf(escaped) >= 0) {
                return 2;
            }
            broken++;
            return escaped == '\'' ? replace(at, 2, "'") : replace(at, 1, "\\\\");
        }

        private int replace(int at, int length, String replacement) {
            mended.append(json, copied, at).append(replacement);
            copied = at + length;
            return length;
        }

        /** The code unit of an escape with four hexadecimal digits. */
        private int unit(int at) {
            if (!json.startsWith("\\u", at) || at + UNIT_LENGTH > json.length()) {
                return NO_UNIT;
            }
            int unit = 0;
            for (int i = at + 2; i < at + UNIT_LENGTH; i++) {
                if (!HexFormat.isHexDigit(json.charAt(i))) {
                    return NO_UNIT;
                }
                unit = unit * 16 + HexFormat.fromHexDigit(json.charAt(i));
            }
            return unit;
        }
    }
}
