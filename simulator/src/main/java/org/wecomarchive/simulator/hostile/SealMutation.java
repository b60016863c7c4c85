package org.wecomarchive.simulator.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.wecomarchive.simulator.crypto.Envelope;
import org.wecomarchive.simulator.crypto.Envelope.Sealed;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * Spoils the two texts of a sealed record.
 *
 * @param random the stream of the record
 */
record SealMutation(Envelope envelope, SeededRandom random) {

    private static final int VERSION = 1;
    private static final int OTHER_VERSION = 2;
    private static final int BLOCK_BYTES = 256;

    /** What a key string may look like, as the bytes in the block. */
    private static final List<byte[]> KEY_STRINGS = List.of(
            new byte[0],
            new byte[1],
            bytes("\0key"),
            bytes("k"),
            bytes("="),
            bytes("===="),
            bytes("QUJD="),
            bytes("QUJDRA=="),
            bytes("QUJD\nRA=="),
            bytes(" ".repeat(44)),
            bytes("A".repeat(43) + "="),
            bytes("A".repeat(44)),
            bytes("\u5bc6\u94a5".repeat(20)),
            new byte[] {(byte) 0xff, (byte) 0xfe, 1},
            bytes("B".repeat(245)));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Sealed inKeyText(Sealed sealed) {
        String key = sealed.randomKey();
        int at = random.below(key.length());
        UnaryOperator<String> change = random.pick(List.of(
                text -> text.replace("=", ""),
                text -> text + "=",
                text -> "",
                text -> text.substring(0, at),
                text -> text.substring(0, at)
                        + random.pick(List.of("\n", " ", "!", "-", "_", "\0", "\u4e2d", "\ud83d\ude00"))
                        + text.substring(at),
                text -> text.replace('+', '-').replace('/', '_'),
                text -> " " + text,
                text -> text + text,
                text -> text.repeat(random.between(2, 400)),
                text -> text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1),
                text -> text.substring(1) + text.charAt(0)));
        return new Sealed(change.apply(key), sealed.message());
    }

    Sealed inBlock(Sealed sealed) {
        if (random.oneIn(2)) {
            byte[] text = random.pick(KEY_STRINGS);
            return new Sealed(
                    envelope.sealKeyString(random.oneIn(8) ? OTHER_VERSION : VERSION, text, random), sealed.message());
        }
        byte[] block = Base64.getDecoder().decode(sealed.randomKey());
        UnaryOperator<byte[]> change = random.pick(List.of(
                bytes -> bytes,
                bytes -> new byte[BLOCK_BYTES],
                bytes -> filled(BLOCK_BYTES),
                bytes -> random.bytes(BLOCK_BYTES),
                bytes -> flipped(bytes),
                bytes -> Arrays.copyOf(bytes, random.below(BLOCK_BYTES)),
                bytes -> Arrays.copyOf(bytes, random.between(BLOCK_BYTES + 1, 2_000)),
                bytes -> ByteMutation.joined(new byte[1], bytes),
                bytes -> random.bytes(random.below(1_000))));
        return new Sealed(Base64.getEncoder().encodeToString(change.apply(block)), sealed.message());
    }

    Sealed inMessage(Sealed sealed) {
        String message = sealed.message();
        int at = random.below(message.length());
        UnaryOperator<String> change = random.pick(List.of(
                text -> text,
                text -> "",
                text -> text.substring(0, random.below(20)),
                text -> text.substring(0, at),
                text -> text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1),
                text -> text.substring(0, at)
                        + random.pick(List.of("\n", "\0", "=", "\u4e2d", "\ud83d\ude00"))
                        + text.substring(at),
                text -> text + text,
                text -> text + "====",
                text -> Base64.getEncoder().encodeToString(random.bytes(random.below(5_000))),
                text -> "A".repeat(random.below(1_000_000) / random.between(1, 1_000)),
                text -> text.substring(1)));
        return new Sealed(sealed.randomKey(), change.apply(message));
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    private byte[] flipped(byte[] bytes) {
        bytes[random.below(bytes.length)] ^= (byte) (1 << random.below(8));
        return bytes;
    }
}
