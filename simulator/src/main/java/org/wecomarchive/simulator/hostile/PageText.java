package org.wecomarchive.simulator.hostile;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wecomarchive.simulator.random.SeededRandom;
import org.wecomarchive.simulator.tenant.SimulatedRecord;

/** Writes the JSON of a page with one record, and of its fields what nobody expects. Values are literals of JSON. */
final class PageText {

    private static final List<String> ERRCODES = List.of(
            "0",
            "\"0\"",
            "0.0",
            "-1",
            "45009",
            "301042",
            "40001",
            "10001",
            "2147483648",
            "1e99",
            "null",
            "true",
            "\"ok\"",
            "[]",
            "");

    private static final List<String> LISTS =
            List.of("null", "[]", "{}", "[[]]", "[1]", "[null]", "\"[]\"", "[{}]", "[{\"msgid\":\"m\"}]", "");

    private static final List<String> SEQS = List.of(
            "\"%s\"",
            "%s.0",
            "%se0",
            "%s0e-1",
            "-%s",
            "%s.5",
            "0",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "1e99",
            "1e999999999",
            "null",
            "[%s]",
            "{}",
            "");

    private static final List<String> NAMES = List.of(
            "seq",
            "msgid",
            "publickey_ver",
            "encrypt_random_key",
            "encrypt_chat_msg",
            "ext",
            "",
            "\\ud83d",
            "n\\u0000");

    private final SimulatedRecord record;
    private final SeededRandom random;
    private final Map<String, String> page = new LinkedHashMap<>();
    private final Map<String, String> fields = new LinkedHashMap<>();
    private Optional<String> list = Optional.empty();
    private String more = "";
    private int records = 1;

    PageText(SimulatedRecord record, SeededRandom random) {
        this.record = record;
        this.random = random;
        page.put("errcode", "0");
        page.put("errmsg", "\"ok\"");
        fields.put("seq", Long.toString(record.seq()));
        fields.put("msgid", text(record.msgid()));
        fields.put("publickey_ver", Integer.toString(record.publicKeyVersion()));
        fields.put("encrypt_random_key", text(record.encryptRandomKey()));
        fields.put("encrypt_chat_msg", text(record.encryptChatMsg()));
    }

    /** How many records it has. */
    int records() {
        return records;
    }

    void put(String field, String literal) {
        fields.put(field, literal);
    }

    /** Spoils it, and says how. */
    String spoil() {
        return switch (random.below(9)) {
            case 0 -> {
                page.put("errcode", random.pick(ERRCODES));
                yield "errcode";
            }
            case 1 -> {
                list = Optional.of(random.pick(LISTS));
                yield "chatdata";
            }
            case 2 -> field("seq", SEQS);
            case 3 -> field(random.pick(NAMES), Literals.VALUES);
            case 4 -> field(random.pick(NAMES), Literals.IDS);
            case 5 -> {
                more = "," + quoted(random.pick(NAMES)) + ":" + random.pick(Literals.VALUES);
                yield "doubled field";
            }
            case 6 -> beyondLimits();
            case 7 -> second();
            default -> field(random.pick(NAMES), Literals.NO_VALUES);
        };
    }

    private String field(String name, List<String> literals) {
        fields.put(name, random.pick(literals).replace("%s", Long.toString(record.seq())));
        return name;
    }

    private String beyondLimits() {
        int size = random.between(1, 3_000);
        fields.put(
                "ext",
                random.pick(List.of(
                        "[".repeat(size) + "]".repeat(size),
                        "{\"a\":".repeat(size) + "1" + "}".repeat(size),
                        "7".repeat(size),
                        quoted("x".repeat(size * 50)),
                        "{" + quoted("n".repeat(size * 50)) + ":1}")));
        return "limits";
    }

    /** The same record again, with other content, or with a seq that rises or falls. */
    private String second() {
        Map<String, String> other = new LinkedHashMap<>(fields);
        int kind = random.below(4);
        if (kind == 1) {
            other.put("msgid", "\"another\"");
        } else if (kind > 1) {
            other.put("seq", Long.toString(record.seq() + (kind == 2 ? 1 : -1)));
        }
        more = "}," + open(other);
        records = 2;
        return "second record";
    }

    byte[] bytes() {
        page.put("chatdata", list.orElseGet(() -> "[" + open(fields) + more + "}]"));
        return (open(page) + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** An object without its last brace. An empty literal stands for a field that is not there. */
    private static String open(Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", ""));
    }

    /** A name whose escapes are written already. */
    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private static String text(String value) {
        boolean plain = value.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
        return quoted(plain ? value : new String(JsonStringEncoder.getInstance().quoteAsString(value)));
    }
}
