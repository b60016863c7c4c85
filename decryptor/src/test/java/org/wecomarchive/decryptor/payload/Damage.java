package org.wecomarchive.decryptor.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A message with damage that a reader survives.
 *
 * @param isMalformed whether the bytes are not UTF-8
 */
record Damage(byte[] bytes, boolean isMalformed) {

    private static final List<byte[]> MALFORMED = List.of(
            new byte[] {(byte) 0xE4, (byte) 0xBD},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
            new byte[] {(byte) 0xFF});

    private static final List<String> BROKEN_ESCAPES =
            List.of("\\'", "\\x41", "\\v", "\\0", "\\u00-", "\\U0001f600", "\\ud83d", "\\ude00", "\\u12g4");

    private static final Pattern BROKEN = Pattern.compile("\\\\[^\"\\\\/bfnrtu]|\\\\u");

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A text with one piece of damage somewhere in a string or in a name. */
    static Damage inStrings(String json, Random random) {
        boolean malformed = random.nextBoolean();
        byte[] piece = malformed
                ? MALFORMED.get(random.nextInt(MALFORMED.size()))
                : BROKEN_ESCAPES.get(random.nextInt(BROKEN_ESCAPES.size())).getBytes(StandardCharsets.UTF_8);
        List<Integer> places = places(json);
        int place = places.get(random.nextInt(places.size()));
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.writeBytes(json.substring(0, place).getBytes(StandardCharsets.UTF_8));
        damaged.writeBytes(piece);
        damaged.writeBytes(json.substring(place).getBytes(StandardCharsets.UTF_8));
        return new Damage(damaged.toByteArray(), malformed);
    }

    /** Whether malformed bytes and broken escapes are no more than 1 %, or one character; may count an escape too many. */
    static boolean isWithinBounds(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int good = text.replace("\uFFFD", "").getBytes(StandardCharsets.UTF_8).length;
        long broken = BROKEN.matcher(text).results().count();
        return bytes.length - good + broken <= Math.max(4, bytes.length / 100);
    }

    /** Whether an independent and lenient reader takes the text for an object. */
    static boolean isJson(byte[] bytes) {
        try {
            return LENIENT.readTree(new String(bytes, StandardCharsets.UTF_8)).isObject();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    /** Every index within a string or a name where something may be put in: not into an escape, nor a pair. */
    private static List<Integer> places(String json) {
        List<Integer> places = new ArrayList<>();
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inside && !Character.isLowSurrogate(c)) {
                places.add(i);
            }
            if (c == '"') {
                inside = !inside;
            } else if (c == '\\') {
                i += json.charAt(i + 1) == 'u' ? 5 : 1;
            }
        }
        return places;
    }
}
