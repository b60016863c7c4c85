package org.wecomarchive.decryptor.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Changes one place of a JSON tree, or of the JSON in one of its strings, as a careless or newer sender would. */
enum Mutation {
    DROP {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            object.remove(key);
        }
    },
    RENAME {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            JsonNode value = object.remove(key);
            object.set(
                    List.of(key + "2", key.toUpperCase(Locale.ROOT), "content", "item", "sdkfileid", "")
                            .get(random.nextInt(6)),
                    value);
        }
    },
    RETYPE {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            object.set(key, VALUES.get(random.nextInt(VALUES.size())).deepCopy());
        }
    },
    NUMBER_AS_STRING {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            JsonNode value = object.path(key);
            if (value.isNumber()) {
                object.put(key, random.nextBoolean() ? value.asText() : " " + value.asText() + ".0 ");
            }
        }
    },
    STRING_AS_NUMBER {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            if (object.path(key).isTextual()) {
                object.put(key, random.nextLong());
            }
        }
    },
    CONTROL_CHARACTERS {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            if (object.path(key).isTextual()) {
                String text = object.path(key).textValue();
                int at = random.nextInt(text.length() + 1);
                object.put(key, text.substring(0, at) + (char) random.nextInt(0x20) + "\u2028" + text.substring(at));
            }
        }
    },
    UNKNOWN_FIELD {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            object.set(
                    "field_of_tomorrow",
                    VALUES.get(random.nextInt(VALUES.size())).deepCopy());
        }
    },
    WRAP {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            JsonNode value = object.path(key);
            for (int i = random.nextInt(12); i >= 0; i--) {
                value = random.nextBoolean()
                        ? NODES.arrayNode().add(value)
                        : NODES.objectNode().set(key, value);
            }
            object.set(key, value);
        }
    },
    REPEAT_ELEMENT {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            if (object.path(key) instanceof ArrayNode array) {
                array.add(
                        array.isEmpty() || random.nextInt(4) == 0
                                ? VALUES.get(random.nextInt(VALUES.size()))
                                : array.get(0));
            }
        }
    },
    SHUFFLE {
        @Override
        void apply(ObjectNode object, String key, Random random) {
            List<Map.Entry<String, JsonNode>> fields =
                    new ArrayList<>(object.deepCopy().properties());
            Collections.shuffle(fields, random);
            object.removeAll();
            fields.forEach(field -> object.set(field.getKey(), field.getValue()));
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<JsonNode> VALUES = List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.booleanNode(false),
            NODES.textNode(""),
            NODES.textNode("true"),
            NODES.textNode("12"),
            NODES.textNode("12.0"),
            NODES.textNode("1e3"),
            NODES.textNode("\u0661\u0662"),
            NODES.textNode("0x10"),
            NODES.textNode("NaN"),
            NODES.textNode("\ud83d lone \ude00 \ud83d\ude00"),
            NODES.textNode("{\"sdkfileid\":\"typed by a person\"}"),
            NODES.textNode("[{\"type\":\"ChatRecordText\",\"content\":\"plain\"}]"),
            NODES.textNode("{\"item\":[{\"type\":\"text\",\"content\":\"{\\\"content\\\":\\\"deep\\\"}\"}]}"),
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(1735689661),
            NODES.numberNode(1735689661000L),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(new BigInteger("18446744073709551615")),
            NODES.numberNode(new BigInteger("18446744073709551616")),
            NODES.numberNode(new BigInteger("7".repeat(1_500))),
            NODES.numberNode(new BigDecimal("12.0")),
            NODES.numberNode(new BigDecimal("12.5")),
            NODES.numberNode(new BigDecimal("1E+400")),
            NODES.objectNode(),
            NODES.arrayNode(),
            NODES.objectNode().put("content", "nested").put("sdkfileid", "nested"),
            NODES.arrayNode().add("a").add(1).addNull().add(NODES.objectNode().put("title", "t")));

    abstract void apply(ObjectNode object, String key, Random random);

    /** Applies a random mutation somewhere in the tree. */
    static void any(JsonNode root, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        objects(root, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        if (keys.isEmpty()) {
            UNKNOWN_FIELD.apply(object, "", random);
            return;
        }
        String key = keys.get(random.nextInt(keys.size()));
        JsonNode inside = JacksonValues.opened(object.path(key));
        if (object.path(key).isTextual() && inside.isObject() && random.nextBoolean()) {
            any(inside, random);
            object.put(key, inside.toString());
        } else {
            values()[random.nextInt(values().length)].apply(object, key, random);
        }
    }

    private static void objects(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object) {
            found.add(object);
        }
        node.forEach(child -> objects(child, found));
    }
}
