package org.wecomarchive.simulator.random;

import java.util.List;

/**
 * A stream of numbers that is the same on every machine and Java version, so that everything made from it can be
 * reproduced.
 *
 * <p>Not for secrets. Not safe for use by several threads.
 *
 * <p>Source: SplitMix64, Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
 */
public final class SeededRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private SeededRandom(long state) {
        this.state = state;
    }

    /** The stream named {@code purpose} of item {@code index}; streams of other names or items are unrelated. */
    public static SeededRandom of(long seed, String purpose, long index) {
        return new SeededRandom(mix(mix(mix(seed) ^ purpose.hashCode()) ^ index));
    }

    /** Scrambles one value; equal inputs give equal outputs. */
    public static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** All 64 bits are random. */
    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next() >>> 1, bound);
    }

    /** From {@code low} to {@code high}, both possible. */
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** True in one of {@code n} cases. */
    public boolean oneIn(int n) {
        return below(n) == 0;
    }

    /** True with the probability {@code share}, 0 to 1. */
    public boolean chance(double share) {
        return (next() >>> 11) * 0x1.0p-53 < share;
    }

    /** One of the items, all equally likely. */
    public <T> T pick(List<T> items) {
        return items.get(below(items.size()));
    }

    /** One of the items, the first ones far more often than the last ones. */
    public <T> T pickSkewed(List<T> items) {
        double unit = (next() >>> 11) * 0x1.0p-53;
        return items.get((int) (unit * unit * items.size()));
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % Long.BYTES == 0) {
                bits = next();
            }
            bytes[i] = (byte) bits;
            bits >>>= Byte.SIZE;
        }
        return bytes;
    }

    /** {@code length} characters out of {@code alphabet}. */
    public String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(below(alphabet.length())));
        }
        return text.toString();
    }
}
