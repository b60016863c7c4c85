package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Searchable texts of a value whose shape nobody has published, in the order of the JSON: every string that people may
 * read, whatever its key is called, and numbers below keys that name content. Left out are ids, hashes and the like, by
 * their key and if they are one word of ASCII, and addresses of pictures.
 *
 * <p>A string is taken as it is, JSON or not, for a person may have typed it. Only the content of a part is opened, as
 * WeCom makes it; if there is no text in it, that too is taken as it is.
 */
final class LooseTexts {

    /** Keys around the payload whose values nobody reads. */
    private static final Set<String> MESSAGE =
            Set.of("msgid", "action", "from", "tolist", "roomid", "msgtime", "msgtype", "time", "user", "seq");

    private static final Set<String> NUMBERS = Set.of("content", "text", "value", "answer", "amount", "price");

    private static final Set<String> TECHNICAL = Set.of("id", "ids", "ext", "fileext", "action", "status", "version");

    private static final List<String> TECHNICAL_ENDS = Stream.concat(
                    Stream.of(
                                    "_",
                                    "file",
                                    "msg",
                                    "room",
                                    "user",
                                    "open",
                                    "union",
                                    "app",
                                    "corp",
                                    "agent",
                                    "voice",
                                    "voip",
                                    "vote",
                                    "meeting",
                                    "media",
                                    "template",
                                    "task",
                                    "group",
                                    "chat")
                            .flatMap(what -> Stream.of(what + "id", what + "ids")),
                    Stream.of("type", "md5", "md5sum", "token", "sign", "signature", "time", "color", "style"))
            .toList();

    private static final List<String> PICTURE_PARTS =
            List.of("pic", "img", "image", "icon", "avatar", "thumb", "logo", "cover");

    private static final Pattern ONE_WORD = Pattern.compile("[!-~]*");
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[!-~]*");

    private final JsonReader reader;
    private final Consumer<String> texts;
    private int found;

    LooseTexts(JsonReader reader, Consumer<String> texts) {
        this.reader = reader;
        this.texts = texts;
    }

    /** Collects from a payload. */
    void collect(JsonValue payload) {
        visit(payload, Key.of(""), 0);
    }

    /** Collects from a message without a known payload. */
    void collectMessage(JsonValue message) {
        boolean part = Part.isOne(message);
        message.fields().forEach((key, value) -> {
            if (!MESSAGE.contains(key)) {
                visitField(key, value, part, 1);
            }
        });
    }

    private void visit(JsonValue json, Key key, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            return;
        }
        boolean part = Part.isOne(json);
        json.fields().forEach((name, value) -> visitField(name, value, part, depth + 1));
        json.elements().forEach(element -> visit(element, key, depth + 1));
        json.scalar().filter(text -> key.isRead(text, json)).ifPresent(this::accept);
    }

    private void visitField(String name, JsonValue value, boolean ofPart, int depth) {
        Key key = Key.of(name);
        int before = found;
        if (ofPart && name.equals(Part.CONTENT)) {
            reader.open(value).ifPresent(inside -> visit(inside, key, depth));
        }
        if (found == before) {
            visit(value, key, depth);
        }
    }

    private void accept(String text) {
        found++;
        texts.accept(text);
    }

    /**
     * What a key says about the values below it. It is looked at once: a list may have a hundred thousand values, and a key a
     * million characters.
     */
    private record Key(boolean technical, boolean picture, boolean number) {

        static Key of(String name) {
            String key = name.toLowerCase(Locale.ROOT);
            return new Key(
                    TECHNICAL.contains(key) || TECHNICAL_ENDS.stream().anyMatch(key::endsWith),
                    PICTURE_PARTS.stream().anyMatch(key::contains),
                    NUMBERS.contains(key));
        }

        boolean isRead(String text, JsonValue json) {
            if (json.string().isEmpty()) {
                return number && !text.equals("true") && !text.equals("false");
            }
            return !text.isEmpty()
                    && !(technical && ONE_WORD.matcher(text).matches())
                    && !(picture && ADDRESS.matcher(text).matches());
        }
    }
}
