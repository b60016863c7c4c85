package org.wecomarchive.simulator.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.wecomarchive.simulator.conversation.Message;
import org.wecomarchive.simulator.conversation.Script;
import org.wecomarchive.simulator.crypto.Envelope;
import org.wecomarchive.simulator.crypto.Envelope.Sealed;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;
import org.wecomarchive.simulator.crypto.TenantKeys;
import org.wecomarchive.simulator.random.SeededRandom;
import org.wecomarchive.simulator.tenant.SimulatedRecord;

/**
 * Records of a tenant, each spoiled at one layer, in turn. What has an index follows from the seed, so that any can be made
 * again. For one thread.
 */
public final class HostileRecords {

    /** The corp that they belong to. */
    public static final String CORP = "wwhostile000000001";

    /** About the largest message whose record fits the raw topic, 8 MiB. */
    private static final int LARGEST_MESSAGE = 6_200_000;

    private static final int TOO_LARGE_MESSAGE = 9_000_000;
    private static final int USUAL_MESSAGE = 40_000;
    private static final int LARGEST_EVERY = 1_000;
    private static final int FIRST_LARGEST = 299;
    private static final Instant FIRST_SENT = Instant.parse("2025-11-03T08:00:00Z");
    private static final List<Layer> LAYERS = List.of(Layer.values());
    private static final List<Shape> DEEP =
            Arrays.stream(Shape.values()).filter(Shape::isDeep).toList();
    private static final List<Shape> WIDE =
            Arrays.stream(Shape.values()).filter(shape -> !shape.isDeep()).toList();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private final long seed;
    private final TenantKeys keys;
    private final Envelope envelope;
    private final Script script;

    /** The records of a seed. */
    public HostileRecords(long seed) {
        this.seed = seed;
        this.keys = TenantKeys.generate(seed, 2);
        this.envelope = new Envelope(keys);
        this.script = new Script(seed, index -> FIRST_SENT.plusSeconds(index % 1_000_000), index -> 0);
    }

    /** Writes the private key of version 1 as {@code <keysDir>/<corp>/1.pem}; that of version 2 is missing. */
    public void writePrivateKey(Path keysDir) throws IOException {
        OwnerOnlyFiles.write(keysDir.resolve(CORP).resolve("1.pem"), keys.privateKeyPem(1));
    }

    /** The seq of the record with an index; ascending with gaps. */
    public static long seqOf(long index) {
        return 3 * index + 2;
    }

    /** A sound record. */
    public SimulatedRecord sound(long index) {
        Message message = script.message(index);
        return record(index, message.msgid(), 1, seal(index, message.plaintext()));
    }

    /** A sound record in a sound page. */
    public HostileRecord unspoiled(long index) {
        return sealed(index, Layer.PAGE_BYTES, "none", sound(index));
    }

    /** The spoiled record with an index, at least 0. */
    public HostileRecord at(long index) {
        Layer layer = LAYERS.get((int) (index % LAYERS.size()));
        long turn = index / LAYERS.size();
        SeededRandom random = SeededRandom.of(seed, "hostile", index);
        Message message = script.message(index);
        return switch (layer) {
            case PAGE_BYTES, PAGE_FIELDS -> ofPage(index, layer, random);
            case RAW_RECORD -> ofRaw(index, random);
            case KEY_TEXT, RSA_BLOCK, MESSAGE -> ofSeal(index, layer, message, random);
            case PLAINTEXT -> {
                ByteMutation mutation = random.pick(List.of(ByteMutation.values()));
                yield ofMessage(index, layer, mutation.name(), mutation.apply(message.plaintext(), random));
            }
            case STRUCTURE -> structure(index, message, random);
            case VALUES -> values(index, message, random);
            case NESTING -> shaped(index, layer, random.pick(DEEP), 2 * random.between(100, 12_000));
            case SIZE -> shaped(index, layer, random.pick(WIDE), size(turn, random));
            case IDS -> ids(index, message, random);
        };
    }

    /** Now and then one as large as the raw topic takes, and one that is larger. */
    private static int size(long turn, SeededRandom random) {
        int place = (int) (turn % LARGEST_EVERY);
        if (place == FIRST_LARGEST) {
            return LARGEST_MESSAGE;
        }
        return place == FIRST_LARGEST + 1 ? TOO_LARGE_MESSAGE : random.between(500, random.between(500, USUAL_MESSAGE));
    }

    private HostileRecord ofPage(long index, Layer layer, SeededRandom random) {
        PageText page = new PageText(sound(index), random);
        if (layer == Layer.PAGE_FIELDS) {
            return spoiled(index, layer, page.spoil(), sound(index), page, UnaryOperator.identity());
        }
        ByteMutation mutation = random.pick(List.of(ByteMutation.values()));
        byte[] bytes = mutation.apply(page.bytes(), random);
        return new HostileRecord(
                layer, mutation.name(), sound(index), bytes, seqOf(index) - 1, 1, UnaryOperator.identity());
    }

    private HostileRecord ofRaw(long index, SeededRandom random) {
        RawMutation mutation = random.pick(List.of(RawMutation.values()));
        SimulatedRecord sound = sound(index);
        return spoiled(
                index,
                Layer.RAW_RECORD,
                mutation.name(),
                sound,
                new PageText(sound, random),
                value -> mutation.apply(value.clone(), random));
    }

    private HostileRecord ofSeal(long index, Layer layer, Message message, SeededRandom random) {
        Sealed sound = seal(index, message.plaintext());
        SealMutation mutation = new SealMutation(envelope, random);
        Sealed sealed =
                switch (layer) {
                    case KEY_TEXT -> mutation.inKeyText(sound);
                    case RSA_BLOCK -> mutation.inBlock(sound);
                    default -> mutation.inMessage(sound);
                };
        return sealed(index, layer, "", record(index, message.msgid(), 1, sealed));
    }

    private HostileRecord structure(long index, Message message, SeededRandom random) {
        ObjectNode tree = tree(message);
        StringBuilder mutations = new StringBuilder();
        for (int i = random.below(4); i >= 0; i--) {
            JsonMutation mutation = random.pick(List.of(JsonMutation.values()));
            mutations.append(mutation).append(' ');
            if (!tree.isEmpty()) {
                mutation.somewhere(tree, random);
            }
        }
        String text = text(tree);
        String whole = random.oneIn(12)
                ? random.pick(List.of("[" + text + "]", text + text, "\"\"", "[]", "null", "{}", ""))
                : text;
        return ofMessage(index, Layer.STRUCTURE, mutations.toString(), whole.getBytes(StandardCharsets.UTF_8));
    }

    private HostileRecord values(long index, Message message, SeededRandom random) {
        ObjectNode tree = tree(message);
        List<ObjectNode> objects = JsonMutation.objects(tree);
        String literal = "";
        for (int i = random.below(4); i >= 0; i--) {
            literal = random.pick(random.oneIn(12) ? Literals.NO_VALUES : Literals.VALUES);
            ObjectNode object = random.pick(objects);
            object.putRawValue(JsonMutation.anyKey(object, random), new RawValue(literal));
        }
        return ofMessage(index, Layer.VALUES, literal, text(tree).getBytes(StandardCharsets.UTF_8));
    }

    private HostileRecord ids(long index, Message message, SeededRandom random) {
        ObjectNode tree = tree(message);
        for (String name : List.of("msgid", "from", "roomid", "user", "action")) {
            if (random.oneIn(3)) {
                tree.putRawValue(name, new RawValue(random.pick(Literals.IDS)));
            }
        }
        if (random.oneIn(3)) {
            tree.putRawValue(
                    "tolist", new RawValue("[" + random.pick(Literals.IDS) + "," + random.pick(Literals.IDS) + "]"));
        }
        if (random.oneIn(3)) {
            tree.putRawValue(random.oneIn(4) ? "time" : "msgtime", new RawValue(random.pick(Literals.TIMES)));
        }
        if (random.oneIn(8)) {
            tree.put("action", "recall")
                    .putObject("revoke")
                    .putRawValue("pre_msgid", new RawValue(random.pick(Literals.IDS)));
        }
        int version = random.oneIn(8) ? random.pick(List.of(0, 2, 3, Integer.MAX_VALUE)) : 1;
        SimulatedRecord sealed =
                record(index, message.msgid(), version, seal(index, text(tree).getBytes(StandardCharsets.UTF_8)));
        PageText page = new PageText(sealed, random);
        if (random.oneIn(3)) {
            page.put("msgid", random.pick(Literals.IDS));
        }
        return spoiled(index, Layer.IDS, "", sealed, page, UnaryOperator.identity());
    }

    private HostileRecord shaped(long index, Layer layer, Shape shape, int bytes) {
        return ofMessage(
                index, layer, shape + " of " + bytes, shape.message(bytes).getBytes(StandardCharsets.UTF_8));
    }

    private HostileRecord ofMessage(long index, Layer layer, String mutation, byte[] plaintext) {
        return sealed(index, layer, mutation, record(index, "m" + index, 1, seal(index, plaintext)));
    }

    private HostileRecord sealed(long index, Layer layer, String mutation, SimulatedRecord sealed) {
        PageText page = new PageText(sealed, SeededRandom.of(seed, "page", index));
        return spoiled(index, layer, mutation, sealed, page, UnaryOperator.identity());
    }

    private static HostileRecord spoiled(
            long index,
            Layer layer,
            String mutation,
            SimulatedRecord sealed,
            PageText page,
            UnaryOperator<byte[]> ofRaw) {
        return new HostileRecord(layer, mutation, sealed, page.bytes(), seqOf(index) - 1, page.records(), ofRaw);
    }

    private Sealed seal(long index, byte[] plaintext) {
        return envelope.seal(1, plaintext, SeededRandom.of(seed, "envelope", index));
    }

    private static SimulatedRecord record(long index, String msgid, int version, Sealed sealed) {
        return new SimulatedRecord(seqOf(index), msgid, version, sealed.randomKey(), sealed.message());
    }

    private static ObjectNode tree(Message message) {
        try {
            return (ObjectNode) JSON.readTree(message.plaintext());
        } catch (IOException e) {
            throw new UncheckedIOException("a message of our own cannot be read", e);
        }
    }

    private static String text(ObjectNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of our own cannot be written", e);
        }
    }
}
