package org.wecomarchive.decryptor.payload;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

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

    private static final Pattern TECHNICAL_KEY = Pattern.compile("(.*_)?ids?"
            + "|.*(file|msg|room|user|open|union|app|corp|agent|voice|voip|vote|meeting|media|template|task|group|chat)"
            + "ids?"
            + "|.*(type|md5|md5sum|token|sign|signature|time|color|style)|ext|fileext|action|status|version");

    private static final Pattern ONE_WORD = Pattern.compile("[!-~]*");
    private static final Pattern PICTURE_KEY = Pattern.compile(".*(pic|img|image|icon|avatar|thumb|logo|cover).*");
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
        visit(payload, "", 0);
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

    private void visit(JsonValue json, String key, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            return;
        }
        boolean part = Part.isOne(json);
        json.fields().forEach((name, value) -> visitField(name, value, part, depth + 1));
        json.elements().forEach(element -> visit(element, key, depth + 1));
        json.scalar()
                .filter(text -> isRead(key.toLowerCase(Locale.ROOT), text, json))
                .ifPresent(this::accept);
    }

    private void visitField(String key, JsonValue value, boolean ofPart, int depth) {
        int before = found;
        if (ofPart && key.equals(Part.CONTENT)) {
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

    private static boolean isRead(String key, String text, JsonValue json) {
        if (json.string().isEmpty()) {
            return NUMBERS.contains(key) && !text.equals("true") && !text.equals("false");
        }
        boolean technical =
                TECHNICAL_KEY.matcher(key).matches() && ONE_WORD.matcher(text).matches();
        boolean picture =
                PICTURE_KEY.matcher(key).matches() && ADDRESS.matcher(text).matches();
        return !text.isEmpty() && !technical && !picture;
    }
}
