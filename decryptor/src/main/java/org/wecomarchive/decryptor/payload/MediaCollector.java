package org.wecomarchive.decryptor.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.wecomarchive.schemas.MediaRef;

/**
 * Finds every {@code sdkfileid} of one message, whatever its type, in the order of the JSON. For one thread.
 *
 * <p>A text that a person typed is never taken for a file. So a string is searched for JSON only where WeCom puts it: in
 * the content of a part whose type has files, and in the content of any part but a text in a list of a published type.
 * In such a list, the list and its parts may stand in strings, too, and so may the payload of a type that has files.
 *
 * <p>The references are bounded so that an event stays smaller than its topic allows: at most {@value #MAX_MEDIA} that
 * hold at most {@value #MAX_BYTES} bytes of text. The list ends at the first that does not fit.
 */
final class MediaCollector {

    static final int MAX_MEDIA = 10_000;
    static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final List<String> SIZE_KEYS = List.of("filesize", "voice_size", "imagesize");
    private static final String TEXT = "text";

    private final JsonReader reader;
    private final BoundedList<MediaRef> found = new BoundedList<>(
            MAX_MEDIA,
            MAX_BYTES,
            media -> Stream.of(
                    media.getMediaId(),
                    media.getKind(),
                    media.getSdkFileId(),
                    media.getMd5(),
                    media.getFileName(),
                    media.getPath()));

    MediaCollector(JsonReader reader) {
        this.reader = reader;
    }

    List<MediaRef> collect(JsonValue message, String msgType) {
        Context context = new Context(msgType, MessageType.find(msgType));
        take(message, JsonPath.root(), msgType);
        message.fields().forEach((key, value) -> {
            boolean payload =
                    context.holdsFiles() && context.type().get().payloadKeys().contains(key);
            visitField(key, payload ? reader.openOrSame(value) : value, JsonPath.root(), context, 1);
        });
        return found.elements();
    }

    private void visit(JsonValue json, JsonPath place, Context context, int depth) {
        if (depth > JsonReader.MAX_DEPTH || found.isTruncated()) {
            return;
        }
        if (!context.isPublished() && Part.isOneOrTyped(json)) {
            visitPart(json, place, context, depth);
            return;
        }
        take(json, place, context.kind());
        json.fields().forEach((key, value) -> visitField(key, value, place, context, depth + 1));
        for (int i = 0; i < json.elements().size(); i++) {
            visit(json.elements().get(i), place.element(i), context, depth + 1);
        }
    }

    private void visitField(String key, JsonValue value, JsonPath place, Context context, int depth) {
        if (context.isParts(key)) {
            visitParts(reader.openOrSame(value), place.field(key), context, depth);
        } else {
            visit(value, place.field(key), context, depth);
        }
    }

    private void visitParts(JsonValue list, JsonPath place, Context context, int depth) {
        if (list.isObject()) {
            visitPart(list, place, context, depth);
        }
        for (int i = 0; i < list.elements().size(); i++) {
            JsonValue element = list.elements().get(i);
            JsonValue part = context.isPublished() ? reader.openOrSame(element) : element;
            if (part.isObject()) {
                visitPart(part, place.element(i), context, depth + 1);
            } else {
                visit(part, place.element(i), context, depth + 1);
            }
        }
    }

    private void visitPart(JsonValue json, JsonPath place, Context outer, int depth) {
        if (depth > JsonReader.MAX_DEPTH || found.isTruncated()) {
            return;
        }
        Part part = Part.of(json, place, reader);
        Context context = new Context(part.typeName().orElse(outer.kind()), part.type());
        boolean opened =
                context.holdsFiles() || (outer.isPublished() && !part.typeName().equals(Optional.of(TEXT)));
        take(json, place, context.kind());
        json.fields().forEach((key, value) -> {
            if (!key.equals(part.contentKey())) {
                visitField(key, value, place, context, depth + 1);
            } else if (!opened) {
                visit(value, place.field(key), context, depth + 1);
            } else if (context.hasParts() && part.content().isArray()) {
                visitParts(part.content(), part.contentPlace(), context, depth + 1);
            } else {
                visit(part.content(), part.contentPlace(), context, depth + 1);
            }
        });
    }

    /** Takes the file that an object refers to, if it does. */
    private void take(JsonValue json, JsonPath place, String kind) {
        Leaf.text(json.field("sdkfileid")).ifPresent(id -> found.add(() -> reference(json, id, place, kind)));
    }

    private static MediaRef reference(JsonValue json, String sdkFileId, JsonPath place, String kind) {
        return new MediaRef(
                sha256(sdkFileId),
                kind,
                sdkFileId,
                // In lower case, whatever the case in which WeCom spells it: one file has one MD5.
                Leaf.text(json.field("md5sum"))
                        .map(text -> text.toLowerCase(Locale.ROOT))
                        .orElse(null),
                SIZE_KEYS.stream()
                        .flatMap(key -> amount(json.field(key)).stream())
                        .findFirst()
                        .orElse(null),
                Leaf.text(json.field("filename")).orElse(null),
                amount(json.field("play_length")).orElse(null),
                place.path());
    }

    private static Optional<Long> amount(JsonValue json) {
        return Leaf.integer(json).filter(amount -> amount >= 0);
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
     * @param kind the name of the message type
     * @param type empty if the schema does not know it
     */
    private record Context(String kind, Optional<MessageType> type) {

        /** Whether the fields of the type are known. */
        boolean isPublished() {
            return type.filter(MessageType::confirmed).isPresent();
        }

        boolean holdsFiles() {
            return isPublished() && type.get().holdsFiles();
        }

        boolean hasParts() {
            return type.flatMap(MessageType::items).isPresent();
        }

        boolean isParts(String key) {
            return isPublished() && hasParts() && (key.equals("item") || key.equals("items"));
        }
    }
}
