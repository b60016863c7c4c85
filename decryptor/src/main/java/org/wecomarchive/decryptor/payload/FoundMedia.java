package org.wecomarchive.decryptor.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.wecomarchive.schemas.MediaRef;

/**
 * The references to the files of one message, bounded so that an event stays smaller than its topic allows: at most
 * {@value #MAX_MEDIA} that hold at most {@value #MAX_BYTES} bytes of text. The list ends at the first that does not
 * fit.
 */
final class FoundMedia {

    static final int MAX_MEDIA = 10_000;
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final List<String> SIZE_KEYS = List.of("filesize", "voice_size", "imagesize");

    private final BoundedList<MediaRef> references = new BoundedList<>(
            MAX_MEDIA,
            MAX_BYTES,
            media -> Stream.of(
                    media.getMediaId(),
                    media.getKind(),
                    media.getSdkFileId(),
                    media.getMd5(),
                    media.getFileName(),
                    media.getPath()));

    /** Takes the file that an object refers to, if it does. */
    void take(Json json, Place place, String kind) {
        Leaf.TEXT
                .read(json.field("sdkfileid"))
                .map(String.class::cast)
                .ifPresent(id -> references.add(() -> reference(json, id, place, kind)));
    }

    /** Whether nothing more is taken. */
    boolean isFull() {
        return references.isTruncated();
    }

    List<MediaRef> references() {
        return references.elements();
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
}
