package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import org.wecomarchive.schemas.MediaRef;

/**
 * Finds every {@code sdkfileid} of one message, whatever its type, in the order of the JSON. For one thread.
 *
 * <p>What a person typed is never taken for a file, so that a string is searched for JSON only where WeCom puts it: the
 * content of a part whose type has files, or of any part but a text in a list of a published type; and there the list
 * and its parts, and the payload of a type that has files, may stand in strings, too.
 */
final class MediaCollector {

    private static final String TEXT = "text";

    private final MessageTypes types;
    private final OpenedStrings strings;
    private final FoundMedia found = new FoundMedia();

    MediaCollector(MessageTypes types, OpenedStrings strings) {
        this.types = types;
        this.strings = strings;
    }

    List<MediaRef> collect(Json message, String msgType) {
        Optional<MessageType> type = types.find(msgType);
        Context context = Context.of(msgType, type);
        found.take(message, Place.root(), msgType);
        message.fields().forEach((key, value) -> {
            boolean payload = holdsFiles(type) && type.get().payloadKeys().contains(key);
            visitField(key, payload ? strings.openOrSame(value) : value, Place.root(), context, 1);
        });
        return found.references();
    }

    private void visit(Json json, Place place, Context context, int depth) {
        if (depth > JsonReader.MAX_DEPTH || found.isFull()) {
            return;
        }
        if (!context.published() && Part.isOne(json, types)) {
            visitPart(json, place, context, depth);
            return;
        }
        found.take(json, place, context.kind());
        json.fields().forEach((key, value) -> visitField(key, value, place, context, depth + 1));
        for (int i = 0; i < json.elements().size(); i++) {
            visit(json.elements().get(i), place.element(i), context, depth + 1);
        }
    }

    private void visitField(String key, Json value, Place place, Context context, int depth) {
        if (context.isParts(key)) {
            visitParts(strings.openOrSame(value), place.field(key), context, depth);
        } else {
            visit(value, place.field(key), context, depth);
        }
    }

    private void visitParts(Json list, Place place, Context context, int depth) {
        if (list.isObject()) {
            visitPart(list, place, context, depth);
        }
        for (int i = 0; i < list.elements().size(); i++) {
            Json element = context.published()
                    ? strings.openOrSame(list.elements().get(i))
                    : list.elements().get(i);
            if (element.isObject()) {
                visitPart(element, place.element(i), context, depth + 1);
            } else {
                visit(element, place.element(i), context, depth + 1);
            }
        }
    }

    private void visitPart(Json json, Place place, Context outer, int depth) {
        if (depth > JsonReader.MAX_DEPTH || found.isFull()) {
            return;
        }
        Part part = Part.of(json, place, types, strings);
        Context context =
                Context.of(part.typeName().orElse(outer.kind()), part.typeName().flatMap(types::find));
        found.take(json, place, context.kind());
        json.fields().forEach((key, value) -> {
            if (!key.equals(part.contentKey())) {
                visitField(key, value, place, context, depth + 1);
            } else if (isOpened(part, outer)) {
                visitContent(part, context, depth + 1);
            } else {
                visit(value, place.field(key), context, depth + 1);
            }
        });
    }

    private void visitContent(Part part, Context context, int depth) {
        if (context.hasParts() && part.content().isArray()) {
            visitParts(part.content(), part.contentPlace(), context, depth);
        } else {
            visit(part.content(), part.contentPlace(), context, depth);
        }
    }

    private boolean isOpened(Part part, Context outer) {
        return holdsFiles(part.typeName().flatMap(types::find))
                || (outer.published() && !part.typeName().equals(Optional.of(TEXT)));
    }

    private static boolean holdsFiles(Optional<MessageType> type) {
        return type.filter(MessageType::confirmed)
                .filter(MessageType::holdsFiles)
                .isPresent();
    }

    /**
     * What a value belongs to.
     *
     * @param kind the message type
     * @param published whether its fields are known
     * @param hasParts whether it has a list of parts
     */
    private record Context(String kind, boolean published, boolean hasParts) {

        static Context of(String kind, Optional<MessageType> type) {
            return new Context(
                    kind,
                    type.filter(MessageType::confirmed).isPresent(),
                    type.flatMap(MessageType::items).isPresent());
        }

        boolean isParts(String key) {
            return published && hasParts && (key.equals("item") || key.equals("items"));
        }
    }
}
