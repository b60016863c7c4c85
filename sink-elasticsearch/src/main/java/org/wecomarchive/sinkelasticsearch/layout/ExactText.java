package org.wecomarchive.sinkelasticsearch.layout;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Folds characters that people see as the same, before {@code text.exact} is cut into terms. These are character filters of the
 * index, so every search over the field has them.
 *
 * <ul>
 *   <li>Width: full-width letters, digits and punctuation, half-width kana.
 *   <li>Invisible characters, and marks that only decorate (a line through, under or over, a ring around): removed.
 *   <li>Blanks of every kind, the end of a line too: one blank.
 *   <li>Characters with several codes that look the same: composed and decomposed letters, radicals that PDF files have instead
 *       of ideographs, ligatures.
 *   <li>Emoji of several code points (families, skin tones, flags, keycaps) stand between two marks of their own. Such a
 *       sequence is then found by itself and by no other.
 * </ul>
 *
 * <p>What looks different stays different: {@code é} and {@code e}, {@code “} and {@code "}, {@code ①} and {@code 1}. The
 * analyzer's {@code lowercase} folds case.
 *
 * <p>Source: <a href="https://www.unicode.org/reports/tr15/">UAX 15</a>, <a
 * href="https://www.unicode.org/reports/tr51/">UTS 51</a>, and Elasticsearch's {@code mapping} and {@code pattern_replace} <a
 * href="https://www.elastic.co/guide/en/elasticsearch/reference/8.19/analysis-charfilters.html">character filters</a>.
 */
final class ExactText {

    private static final String STRAY = "wecom_stray";
    private static final String FOLD = "wecom_fold";
    private static final String EMOJI = "wecom_emoji";

    /** Their names, in the order in which they run. */
    static final List<String> FILTERS = List.of(STRAY, FOLD, EMOJI);

    private static final String EMOJI_CHARACTERS = "\u00A9\u00AE\u203C\u2049\u2122\u2139\u2190-\u21FF\u2300-\u23FF"
            + "\u24C2\u25A0-\u27BF\u2900-\u297F\u2B00-\u2BFF\u3030\u303D\u3297\u3299"
            + "\uD83C\uDC00-\uD83C\uDDE5\uD83C\uDE00-\uD83C\uDFFA\uD83D\uDC00-\uD83E\uDEFF";

    // Supplementary characters as they are: Java's look-behind misses those that a pattern names by number.
    private static final String SKIN_TONE = "[\uD83C\uDFFB-\uD83C\uDFFF]";
    private static final String JOINABLE = "[" + EMOJI_CHARACTERS + "\uD83C\uDFFB-\uD83C\uDFFF\uFE0E\uFE0F]";

    /** Joiners that join no emoji, selectors, tags of no flag, and marks on digits and ideographs, which have none. */
    private static final String STRAY_PATTERN = "(?<!" + JOINABLE + ")\u200D|\u200D(?!" + JOINABLE + ")"
            + "|[\uDB40\uDD00-\uDB40\uDDEF\uDB40\uDC00-\uDB40\uDC1F]"
            + "|(?<![\uD83C\uDFF4\uDB40\uDC20-\uDB40\uDC7E])[\uDB40\uDC20-\uDB40\uDC7F]"
            + "|(?<=[\\p{Nd}\\p{IsHan}])[\u0300-\u036F]++";

    /** Bounded everywhere: a node of Elasticsearch ends if a message makes a pattern recurse without limit. */
    private static final String EMOJI_PATTERN = "(\uD83C\uDFF4[\uDB40\uDC20-\uDB40\uDC7E]{1,16}+\uDB40\uDC7F"
            + "|" + unit() + "(?:\u200D" + unit() + "){1,15}+"
            + "|[" + EMOJI_CHARACTERS + "]" + SKIN_TONE
            + "|[\uD83C\uDDE6-\uD83C\uDDFF]{2}"
            + "|[0-9#*]\u20E3)";

    /** Ranges of codes, each by its first and its last. */
    private static final int[] INVISIBLE = {
        0x01, 0x08, 0x0E, 0x1F, 0x7F, 0x84, 0x86, 0x9F, 0xAD, 0xAD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160,
        0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x206F, 0xFE00, 0xFE0F,
        0xFEFF, 0xFEFF, 0xFFF9, 0xFFFB
    };

    private static final int[] DECORATING = {
        0x0305, 0x0305, 0x0332, 0x0333, 0x0335, 0x0338, 0x033F, 0x033F, 0x0488, 0x0489, 0x20D0, 0x20E2, 0x20E4, 0x20F0,
        0xFE20, 0xFE2F
    };
    private static final int[] BLANKS = {
        0x09, 0x0D, 0x85, 0x85, 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F, 0x205F,
        0x205F, 0x2800, 0x2800, 0x3000, 0x3000, 0x3164, 0x3164, 0xFFA0, 0xFFA0
    };

    private static final List<String> HALF_WIDTH_VOICED = List.of("\uFF9E", "\uFF9F");

    private ExactText() {}

    /** Their definitions, as settings of an index have them. */
    static Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(STRAY, Map.of("type", "pattern_replace", "pattern", STRAY_PATTERN, "replacement", ""));
        definitions.put(FOLD, Map.of("type", "mapping", "mappings", rules()));
        definitions.put(
                EMOJI, Map.of("type", "pattern_replace", "pattern", EMOJI_PATTERN, "replacement", "\uFDD0$1\uFDD1"));
        return definitions;
    }

    private static String unit() {
        return "[" + EMOJI_CHARACTERS + "]" + SKIN_TONE + "?+";
    }

    private static List<String> rules() {
        Map<String, String> rules = new TreeMap<>();
        replace(INVISIBLE, "", rules);
        replace(DECORATING, "", rules);
        replace(BLANKS, " ", rules);
        rules.put("\r\n", " ");
        // The same letter at the end of a word; upper case has one for both.
        rules.put("\u03C2", "\u03C3");
        // By its compatibility form it would be a blank with a mark.
        rules.put("\uFFE3", "\u00AF");
        IntStream.rangeClosed(0x80, 0xFFFF)
                .filter(code -> !Character.isSurrogate((char) code))
                .mapToObj(Character::toString)
                .filter(character -> !rules.containsKey(character))
                .forEach(character -> addEquals(character, rules));
        return rules.entrySet().stream()
                .map(rule -> escaped(rule.getKey()) + "=>" + escaped(rule.getValue()))
                .toList();
    }

    private static void replace(int[] ranges, String target, Map<String, String> rules) {
        for (int i = 0; i < ranges.length; i += 2) {
            IntStream.rangeClosed(ranges[i], ranges[i + 1])
                    .forEach(code -> rules.put(Character.toString(code), target));
        }
    }

    private static void addEquals(String character, Map<String, String> rules) {
        String composed = Normalizer.normalize(character, Form.NFC);
        if (isOtherShape(character.charAt(0))) {
            addShape(character, rules);
        } else if (!composed.equals(character)) {
            rules.put(character, composed);
        } else if (isAlphabet(character)) {
            addSpellings(character, rules);
        }
    }

    private static void addShape(String character, Map<String, String> rules) {
        rules.put(character, Normalizer.normalize(character, Form.NFKC));
        if (Character.UnicodeScript.of(character.charAt(0)) == Character.UnicodeScript.KATAKANA) {
            for (String mark : HALF_WIDTH_VOICED) {
                String voiced = Normalizer.normalize(character + mark, Form.NFKC);
                if (voiced.length() == 1) {
                    rules.put(character + mark, voiced);
                }
            }
        }
    }

    /** Full-width and half-width forms, radicals, Latin ligatures. */
    private static boolean isOtherShape(char character) {
        boolean width = character >= 0xFF01 && character <= 0xFFEE && Character.isDefined(character);
        boolean radical = character >= 0x2F00 && character <= 0x2FD5;
        boolean ligature = character >= 0xFB00 && character <= 0xFB06;
        return width || radical || ligature;
    }

    /**
     * Where letters are written with marks of their own; elsewhere keyboards write the decomposed spelling
     * only, or none.
     */
    private static boolean isAlphabet(String character) {
        return switch (Character.UnicodeScript.of(character.charAt(0))) {
            case LATIN, GREEK, CYRILLIC, HIRAGANA, KATAKANA -> true;
            default -> "≠≮≯".contains(character);
        };
    }

    /** Every way to write a composed letter with marks behind it. */
    private static void addSpellings(String composed, Map<String, String> rules) {
        String letters = Normalizer.normalize(composed, Form.NFD);
        if (letters.length() == 2) {
            rules.put(letters, composed);
        } else if (letters.length() == 3) {
            String swapped = "" + letters.charAt(0) + letters.charAt(2) + letters.charAt(1);
            for (String spelling : List.of(letters, swapped)) {
                if (Normalizer.normalize(spelling, Form.NFC).equals(composed)) {
                    rules.put(spelling, composed);
                    String begun = Normalizer.normalize(spelling.substring(0, 2), Form.NFC);
                    rules.putIfAbsent(begun + spelling.charAt(2), composed);
                }
            }
        }
    }

    /** As the filter reads it: blanks around a rule do not count, and some characters have a meaning. */
    private static String escaped(String text) {
        return text.chars()
                .mapToObj(next -> Character.isLetterOrDigit(next)
                        ? Character.toString(next)
                        : String.format(Locale.ROOT, "\\u%04X", next))
                .collect(Collectors.joining());
    }
}
