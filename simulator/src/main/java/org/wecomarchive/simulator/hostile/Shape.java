package org.wecomarchive.simulator.hostile;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages that can be made as large as one likes: what is read in linear time takes four times as long for four times the size. */
public enum Shape {
    LONG_TEXT(bytes -> message("text", "{\"content\":\"" + "\u5408\u540c ".repeat(bytes / 7) + "\"}")),
    LONG_TYPE(bytes -> message("t".repeat(bytes / 2), list(bytes / 50, i -> "{\"sdkfileid\":\"" + i + "\"}"))),
    LONG_NAME_ABOVE_TEXTS(bytes -> message("new", named(bytes / 2, list(bytes / 8, i -> "\"x\"")))),
    LONG_NAME_ABOVE_NUMBERS(bytes -> message("new", named(bytes / 2, list(bytes / 4, i -> "1")))),
    LONG_NAME_ABOVE_FILES(
            bytes -> message("new", named(bytes / 2, list(bytes / 50, i -> "{\"sdkfileid\":\"" + i + "\"}")))),
    LONG_NUMBER(bytes -> message(
            "vote", "{\"votetype\":" + "7".repeat(bytes / 2) + ",\"voteid\":\"" + "9".repeat(bytes / 2) + "\"}")),
    LONG_IDS(bytes -> "{\"msgtype\":\"text\",\"from\":\"wm" + "A".repeat(bytes / 3) + "\",\"tolist\":[\"wb"
            + "A".repeat(bytes / 3) + "\"],\"roomid\":\"" + "r".repeat(bytes / 3) + "\"}"),
    BLANKS(bytes -> message("text", " ".repeat(bytes / 2) + "{\"content\":\"" + " ".repeat(bytes / 2) + "\"}")),
    ESCAPES(bytes -> message("text", "{\"content\":\"" + "\\u4e2d".repeat(bytes / 6) + "\"}")),
    HALVES(bytes -> message("text", "{\"content\":\"" + "\\ud83d".repeat(bytes / 6) + "\"}")),
    BACKSLASHES(bytes -> message("text", "{\"content\":\"" + "\\\\".repeat(bytes / 2) + "\"}")),
    MANY_NAMES(bytes -> message("new", object(bytes / 14, i -> "name" + i))),
    NAMES_OF_ONE_HASH(bytes -> message("new", object(bytes / 40, Shape::ofOneHash))),
    MANY_RECEIVERS(bytes ->
            "{\"msgtype\":\"text\",\"from\":\"a\",\"tolist\":" + list(bytes / 12, i -> "\"user" + i + "\"") + "}"),
    RECEIVERS_OF_ONE_HASH(
            bytes -> "{\"msgtype\":\"text\",\"tolist\":" + list(bytes / 40, i -> "\"" + ofOneHash(i) + "\"") + "}"),
    EMPTY_OBJECTS(bytes -> message("new", list(bytes / 3, i -> "{}"))),
    MANY_FILES(bytes -> message(
            "new", list(bytes / 60, i -> "{\"sdkfileid\":\"id" + i + "\",\"filesize\":" + i + ",\"md5sum\":\"AB\"}"))),
    MANY_PARTS(bytes -> message(
            "mixed",
            "{\"item\":"
                    + list(
                            bytes / 60,
                            i -> "{\"type\":\"text\",\"content\":\"{\\\"content\\\":\\\"part " + i + "\\\"}\"}")
                    + "}")),
    MANY_RECORDS(bytes ->
            message("news", "{\"item\":" + list(bytes / 40, i -> "{\"title\":\"t" + i + "\",\"url\":\"u\"}") + "}")),
    LOOKS_LIKE_JSON(bytes -> message(
            "mixed", "{\"item\":" + list(bytes / 40, i -> "{\"type\":\"text\",\"content\":\"{" + i + "}\"}") + "}")),
    ENDS_AS_NO_JSON(bytes -> message(
            "mixed",
            "{\"item\":" + list(500, i -> "{\"type\":\"text\",\"content\":\"[" + "1,".repeat(bytes / 1_000) + "]\"}")
                    + "}")),
    ARRAYS(bytes -> message("new", "[".repeat(bytes / 2) + "]".repeat(bytes / 2))),
    OBJECTS(bytes -> message("new", "{\"a\":".repeat(bytes / 6) + "1" + "}".repeat(bytes / 6))),
    PARTS_IN_PARTS(bytes -> message(
            "chatrecord",
            "{\"item\":" + "[{\"type\":\"mixed\",\"content\":{\"item\":".repeat(bytes / 42) + "[]"
                    + "}}]".repeat(bytes / 42) + "}")),
    LISTS_IN_LISTS(bytes -> message("new", lists(bytes))),
    JSON_IN_TEXTS(bytes -> message("chatrecord", "{\"item\":[" + inTexts(bytes) + "]}"));

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final IntFunction<String> made;

    Shape(IntFunction<String> made) {
        this.made = made;
    }

    /** A message of about so many bytes, at least some hundreds; of the deepest shapes the half of it is closing brackets. */
    public String message(int bytes) {
        return made.apply(bytes);
    }

    boolean isDeep() {
        return compareTo(ARRAYS) >= 0;
    }

    private static String message(String type, String payload) {
        return "{\"msgid\":\"m\",\"action\":\"send\",\"from\":\"zhangsan\",\"tolist\":[\"lisi\"],\"msgtype\":\"" + type
                + "\",\"" + (type.length() < 20 ? type : "payload") + "\":" + payload + "}";
    }

    private static String named(int length, String value) {
        return "{\"" + "k".repeat(length) + "\":" + value + "}";
    }

    private static String list(int length, IntFunction<String> element) {
        return IntStream.range(0, length).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(int fields, IntFunction<String> name) {
        return IntStream.range(0, fields)
                .mapToObj(i -> "\"" + name.apply(i) + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** "Aa" and "BB" have one hash in Java, whatever stands around them. */
    private static String ofOneHash(int number) {
        return IntStream.range(0, 17)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    /** A hundred levels, each of which has as many values. */
    private static String lists(int bytes) {
        String values = "1,".repeat(bytes / 200);
        return ("[" + values).repeat(100) + "1" + "]".repeat(100);
    }

    /** Each level doubles the backslashes of those within. */
    private static String inTexts(int bytes) {
        String part = "{\"type\":\"text\",\"content\":\"innermost\"}";
        while (2 * part.length() < bytes) {
            String escaped = part.replace("\\", "\\\\").replace("\"", "\\\"");
            part = "{\"type\":\"chatrecord\",\"content\":\"{\\\"item\\\":[" + escaped + "]}\"}";
        }
        return part;
    }
}
