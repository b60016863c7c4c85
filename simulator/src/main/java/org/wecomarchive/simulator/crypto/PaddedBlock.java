package org.wecomarchive.simulator.crypto;

import org.wecomarchive.simulator.random.SeededRandom;

/** What PKCS#1 v1.5 puts around a text before RSA encrypts it (RFC 8017, section 7.2.1), with padding from the seed. */
final class PaddedBlock {

    private static final int BLOCK_BYTES = 256;
    private static final int LEAST_PADDING_BYTES = 8;
    private static final byte ENCRYPTION_BLOCK = 2;

    private PaddedBlock() {}

    /** Bytes 0, 2, at least eight that are not 0, 0, and the text. */
    static byte[] around(byte[] text, SeededRandom random) {
        int paddingBytes = BLOCK_BYTES - 3 - text.length;
        if (paddingBytes < LEAST_PADDING_BYTES) {
            throw new IllegalArgumentException("a text of " + text.length + " bytes is too long for RSA-2048");
        }
        byte[] block = new byte[BLOCK_BYTES];
        block[1] = ENCRYPTION_BLOCK;
        for (int i = 0; i < paddingBytes; i++) {
            block[2 + i] = (byte) (1 + random.below(255));
        }
        System.arraycopy(text, 0, block, BLOCK_BYTES - text.length, text.length);
        return block;
    }
}
