package org.wecomarchive.simulator.conversation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * A file whose bytes follow from a seed and their position, so that any part can be generated on demand.
 *
 * @param number identity of the file in its catalogue
 * @param seed of the bytes
 * @param size bytes
 * @param md5 lower-case hex of the whole file's MD5
 */
public record MediaFile(int number, long seed, int size, String md5) {

    static MediaFile make(int number, long seed, int size) {
        return new MediaFile(number, seed, size, md5Of(content(seed, 0, size)));
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public byte[] content(int from, int to) {
        return content(seed, from, to);
    }

    private static byte[] content(long seed, int from, int to) {
        byte[] bytes = new byte[to - from];
        long word = 0;
        for (int position = from; position < to; position++) {
            if (position == from || position % Long.BYTES == 0) {
                word = SeededRandom.mix(seed ^ (position / Long.BYTES));
            }
            bytes[position - from] = (byte) (word >>> (position % Long.BYTES * Byte.SIZE));
        }
        return bytes;
    }

    private static String md5Of(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no MD5", e);
        }
    }
}
