package org.wecomarchive.simulator.conversation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * The files that a tenant's messages refer to, and their ids.
 *
 * <p>Every reference has an id of its own, as with WeCom; forwarded content is the same file under another id. An id is
 * base64 of a tag, the record's index, the file's number and filler.
 */
public final class MediaLibrary {

    /** The library's chunk size. */
    public static final int CHUNK_BYTES = 524_288;

    private static final int FILES_PER_SHELF = 12;
    private static final int SHORT_ID_BYTES = 250;
    private static final int LONG_ID_BYTES = 620;
    private static final int TAGGED_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private final long seed;
    private final List<MediaFile> files = new ArrayList<>();
    private final Map<Shelf, List<MediaFile>> shelves = new EnumMap<>(Shelf.class);

    MediaLibrary(long seed) {
        this.seed = seed;
        for (Shelf shelf : Shelf.values()) {
            int first = files.size();
            for (int i = 0; i < FILES_PER_SHELF; i++) {
                int number = files.size();
                files.add(MediaFile.make(number, SeededRandom.mix(seed ^ number), shelf.sizeOf(i)));
            }
            shelves.put(shelf, List.copyOf(files.subList(first, files.size())));
        }
    }

    /** Files of one kind, with their typical sizes. */
    enum Shelf {
        IMAGE(20_480, 311_000),
        VOICE(1_638, 42_000),
        VIDEO(420_000, 1_570_003),
        EMOTION(4_096, 160_000),
        /** One file is exactly two chunks long, the next one a byte longer. */
        DOCUMENT(2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 1),
        CALL(90_000, 700_000);

        private final int first;
        private final int second;

        Shelf(int first, int second) {
            this.first = first;
            this.second = second;
        }

        private int sizeOf(int position) {
            return switch (position) {
                case 0 -> first;
                case 1 -> second;
                default -> first / 4 + (int) Long.remainderUnsigned(SeededRandom.mix(position), first);
            };
        }
    }

    /**
     * The file behind an id.
     *
     * @param recordIndex the record whose message carries the id
     */
    public record Reference(long recordIndex, MediaFile file) {}

    MediaFile pick(Shelf shelf, SeededRandom random) {
        return random.pick(shelves.get(shelf));
    }

    String reference(long recordIndex, MediaFile file, SeededRandom random) {
        byte[] id = random.bytes(random.oneIn(5) ? LONG_ID_BYTES : SHORT_ID_BYTES);
        ByteBuffer.wrap(id)
                .putLong(tag(recordIndex, file.number()))
                .putLong(recordIndex)
                .putInt(file.number());
        return Base64.getEncoder().encodeToString(id);
    }

    /** Empty when no message of this tenant can carry the id. */
    public Optional<Reference> resolve(String sdkFileId) {
        byte[] id;
        try {
            id = Base64.getDecoder().decode(sdkFileId);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (id.length < TAGGED_BYTES) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(id);
        long tag = fields.getLong();
        long index = fields.getLong();
        int number = fields.getInt();
        if (number < 0 || number >= files.size() || tag != tag(index, number)) {
            return Optional.empty();
        }
        return Optional.of(new Reference(index, files.get(number)));
    }

    private long tag(long recordIndex, int number) {
        return SeededRandom.mix(SeededRandom.mix(seed ^ recordIndex) + number);
    }
}
