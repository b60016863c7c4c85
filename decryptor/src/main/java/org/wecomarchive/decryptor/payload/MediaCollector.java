package org.wecomarchive.decryptor.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.wecomarchive.schemas.MediaRef;

/**
 * Finds every {@code sdkfileid} of one message, whatever its type, in the order of the JSON. For one thread.
 *
 * <p>Strings are searched for JSON only where the vendor puts it: the content of a part, and anywhere in a type whose
 * shape is not published: in a published type, what a person typed is never taken for a file. Ends after
 * {@value #MAX_MEDIA} files, more than a record can hold since the vendor's ids have hundreds of characters.
 */
final class MediaCollector {

    static final int MAX_MEDIA = 10_000;

    private static final List<String> SIZE_KEYS = List.of("filesize", "voice_size", "imagesize");

    private final MessageTypes types;
    private final OpenedStrings strings;
    private final List<MediaRef> found = new ArrayList<>();

    MediaCollector(MessageTypes types, OpenedStrings strings) {
        this.types = types;
        this.strings = strings;
    }

    List<MediaRef> collect(Json envelope, String msgType) {
        visit(envelope, Place.root(), Context.of(msgType, types.find(msgType)), 0);
        return List.copyOf(found);
    }

    private void visit(Json json, Place place, Context context, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            return;
        }
        take(json, place, context.kind());
        json.fields().forEach((key, value) -> {
            if (context.isParts(key, value)) {
                visitParts(value.elements(), place.field(key), context, depth + 1);
            } else {
                visit(inside(value, context), place.field(key), context, depth + 1);
            }
        });
        for (int i = 0; i < json.elements().size(); i++) {
            visit(inside(json.elements().get(i), context), place.element(i), context, depth + 1);
        }
    }

    private void visitParts(List<Json> elements, Place place, Context context, int depth) {
        for (int i = 0; i < elements.size(); i++) {
            Json element = elements.get(i);
            if (element.isObject()) {
                visitPart(Part.of(element, place.element(i), strings), context.kind(), depth + 1);
            } else {
                visit(inside(element, context), place.element(i), context, depth + 1);
            }
        }
    }

    private void visitPart(Part part, String outerKind, int depth) {
        Context context =
                Context.of(part.typeName().orElse(outerKind), part.typeName().flatMap(types::find));
        take(part.json(), part.place(), context.kind());
        part.json().fields().forEach((key, value) -> {
            Place here = part.place().field(key);
            if (!key.equals(Part.CONTENT)) {
                visit(inside(value, context), here, context, depth + 1);
            } else if (context.hasParts() && part.content().isArray()) {
                visitParts(part.content().elements(), here, context, depth + 1);
            } else {
                visit(part.content(), here, context, depth + 1);
            }
        });
    }

    private Json inside(Json json, Context context) {
        return context.opens() ? strings.openOrSame(json) : json;
    }

    private void take(Json json, Place place, String kind) {
        Leaf.TEXT
                .read(json.field("sdkfileid"))
                .filter(id -> found.size() < MAX_MEDIA)
                .map(String.class::cast)
                .ifPresent(id -> found.add(reference(json, id, place, kind)));
    }

    private static MediaRef reference(Json json, String sdkFileId, Place place, String kind) {
        return new MediaRef(
                sha256(sdkFileId),
                kind,
                sdkFileId,
                md5(json),
                size(json),
                (String) Leaf.TEXT.read(json.field("filename")).orElse(null),
                amounts(json.field("play_length")).findFirst().orElse(null),
                place.path());
    }

    /** In lower case, whatever the case in which WeCom spells it: one file has one MD5. */
    private static String md5(Json json) {
        return Leaf.TEXT
                .read(json.field("md5sum"))
                .map(text -> ((String) text).toLowerCase(Locale.ROOT))
                .orElse(null);
    }

    private static Long size(Json json) {
        return SIZE_KEYS.stream()
                .flatMap(key -> amounts(json.field(key)))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Long> amounts(Json json) {
        return Numerals.integer(json).stream().filter(amount -> amount >= 0).boxed();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException incompleteJava) {
            throw new IllegalStateException("every Java has SHA-256", incompleteJava);
        }
    }

    /**
     * What a value belongs to.
     *
     * @param kind the message type
     * @param hasParts whether arrays of parts are expected
     * @param opens whether any string may hold JSON
     */
    private record Context(String kind, boolean hasParts, boolean opens) {

        static Context of(String kind, Optional<MessageType> type) {
            boolean opens = type.isEmpty() || !type.get().confirmed();
            return new Context(kind, opens || type.get().items().isPresent(), opens);
        }

        boolean isParts(String key, Json value) {
            return hasParts && value.isArray() && (key.equals("item") || key.equals("items"));
        }
    }
}
