package org.wecomarchive.simulator.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.wecomarchive.simulator.random.SeededRandom;

/** Changes one field of an object somewhere in a message. */
enum JsonMutation {
    DROPPED {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            object.remove(key);
        }
    },
    RENAMED {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            JsonNode value = object.remove(key);
            object.set(random.oneIn(2) ? key.toUpperCase(Locale.ROOT) : random.pick(NAMES), value);
        }
    },
    WRAPPED {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            JsonNode value = object.get(key);
            for (int i = random.below(6); i >= 0; i--) {
                value = random.oneIn(2)
                        ? NODES.arrayNode().add(value)
                        : NODES.objectNode().set(random.pick(NAMES), value);
            }
            object.set(key, value);
        }
    },
    AS_TEXT {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            object.put(key, object.get(key).toString());
        }
    },
    REPEATED {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            ArrayNode list = NODES.arrayNode();
            for (int i = random.below(12); i >= 0; i--) {
                list.add(object.get(key).deepCopy());
            }
            object.set(key, list);
        }
    },
    MOVED_UP {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            JsonNode value = object.remove(key);
            if (value instanceof ObjectNode inner) {
                object.setAll(inner);
            } else {
                object.putObject(key).set(key, value);
            }
        }
    },
    OTHER_TYPE {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            object.put(random.oneIn(2) ? "msgtype" : "type", random.pick(TYPES));
        }
    },
    PART {
        @Override
        void apply(ObjectNode object, String key, SeededRandom random) {
            JsonNode value = object.get(key);
            ObjectNode part = NODES.objectNode().put("type", "ChatRecord" + random.pick(TYPES));
            part.set("content", random.oneIn(2) ? value : NODES.textNode(value.toString()));
            object.set(
                    random.oneIn(2) ? key : "item", NODES.arrayNode().add(part).add(value.deepCopy()));
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> NAMES = List.of(
            "",
            "content",
            "item",
            "items",
            "sdkfileid",
            "type",
            "msgtype",
            "action",
            "from",
            "tolist",
            "revoke",
            "msgid",
            "消息",
            "a\"b\\c",
            "\u0000",
            "$",
            "__proto__");

    static final List<String> TYPES = List.of(
            "text",
            "image",
            "mixed",
            "chatrecord",
            "note",
            "revoke",
            "meeting",
            "vote",
            "docmsg",
            "switch",
            "solitaire",
            "redpacket",
            "file",
            "hologram_2031",
            "",
            "TEXT",
            "ChatRecordMixed");

    abstract void apply(ObjectNode object, String key, SeededRandom random);

    /** Applies it to any field of any object in the message, which has one. */
    void somewhere(ObjectNode message, SeededRandom random) {
        ObjectNode object = random.pick(objects(message));
        apply(object, anyKey(object, random), random);
    }

    /** The objects in a message that have a field, itself first. */
    static List<ObjectNode> objects(JsonNode node) {
        List<ObjectNode> found = new ArrayList<>();
        collect(node, found);
        return found;
    }

    static String anyKey(ObjectNode object, SeededRandom random) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return random.pick(keys);
    }

    private static void collect(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            found.add(object);
        }
        node.forEach(child -> collect(child, found));
    }
}
