package org.wecomarchive.quickstart.screen;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** How many columns of a terminal a text takes: Chinese characters, full-width forms and emoji take two. */
public final class DisplayWidth {

    private static final Set<UnicodeScript> WIDE =
            Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private DisplayWidth() {}

    /** Columns that the text takes; what has no width of its own counts 0. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text on one line, without what could steer a terminal, cut to so many columns where it is longer. */
    public static String oneLine(String text, int columns) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (of(line) <= columns) {
            return line;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int codePoint : line.codePoints().toArray()) {
            used += of(codePoint);
            if (used > columns) {
                break;
            }
            cut.appendCodePoint(codePoint);
        }
        return cut + "…";
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int codePoint) {
        boolean emoji = codePoint >= 0x1F300 && codePoint <= 0x1FAFF;
        boolean punctuation = codePoint >= 0x3000 && codePoint <= 0x303F;
        boolean fullWidthForm =
                (codePoint >= 0xFF01 && codePoint <= 0xFF60) || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6);
        return emoji || punctuation || fullWidthForm || WIDE.contains(UnicodeScript.of(codePoint));
    }
}
