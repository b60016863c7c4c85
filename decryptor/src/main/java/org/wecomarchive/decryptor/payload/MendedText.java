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
        int at = json.indexOf('\\');
        if (at < 0) {
            return new MendedText(json, json, 0, 0);
        }
        // One pass; what is not damaged is copied in whole stretches.
        StringBuilder mended = new StringBuilder();
        int copied = 0;
        int broken = 0;
        int halves = 0;
        while (at >= 0) {
            int length = readable(json, at);
            if (length == 0) {
                boolean half = unit(json, at) != NO_UNIT;
                boolean apostrophe = json.startsWith("\\'", at);
                length = half ? UNIT_LENGTH : apostrophe ? 2 : 1;
                mended.append(json, copied, at).append(half ? "\\ufffd" : apostrophe ? "'" : "\\\\");
                copied = at + length;
                halves += half ? 1 : 0;
                broken += half ? 0 : 1;
            }
            at = json.indexOf('\\', at + length);
        }
        return broken + halves == 0
                ? new MendedText(json, json, 0, 0)
                : new MendedText(mended.append(json, copied, json.length()).toString(), json, broken, halves);
    }

    boolean isDamaged() {
        return broken + halves > 0;
    }

    /** What the JSON of an object is cut from: the original, unless that is no JSON. Offsets are those of the text. */
    String document() {
        return broken == 0 ? original : text;
    }

    /** The length of an escape that JSON knows, a whole surrogate pair included; 0 for any other. */
    private static int readable(String json, int at) {
        int unit = unit(json, at);
        if (unit == NO_UNIT) {
            return at + 1 < json.length() && SHORT_ESCAPES.indexOf(json.charAt(at + 1)) >= 0 ? 2 : 0;
        }
        if (!Character.isSurrogate((char) unit)) {
            return UNIT_LENGTH;
        }
        int low = unit(json, at + UNIT_LENGTH);
        return low != NO_UNIT && Character.isSurrogatePair((char) unit, (char) low) ? 2 * UNIT_LENGTH : 0;
    }

    /** The code unit of an escape with four hexadecimal digits. */
    private static int unit(String json, int at) {
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
