package org.wecomarchive.simulator.tenant;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.simulator.crypto.Envelope;
import org.wecomarchive.simulator.crypto.Envelope.Sealed;
import org.wecomarchive.simulator.fault.FaultKind;
import org.wecomarchive.simulator.fault.FrontFault;
import org.wecomarchive.simulator.random.SeededRandom;

/** The ways in which a record can be damaged for good. {@link #TEXT} alone leaves it readable. */
enum Damage {
    KEY_NOT_BASE64(ExpectedOutcome.KEY_NOT_BASE64) {
        @Override
        Sealed damaged(Sealed sealed, Envelope envelope, int keyVersion, SeededRandom random) {
            return new Sealed("!" + sealed.randomKey().substring(1), sealed.message());
        }
    },
    KEY_WRONG_LENGTH(ExpectedOutcome.KEY_WRONG_LENGTH) {
        @Override
        Sealed damaged(Sealed sealed, Envelope envelope, int keyVersion, SeededRandom random) {
            return new Sealed(sealed.randomKey().substring(0, HALF_BLOCK_CHARACTERS), sealed.message());
        }
    },
    KEY_STRING_REFUSED(ExpectedOutcome.KEY_STRING_REFUSED) {
        @Override
        Sealed damaged(Sealed sealed, Envelope envelope, int keyVersion, SeededRandom random) {
            return new Sealed(envelope.sealKeyString(keyVersion, random.text(HEX, 64), random), sealed.message());
        }
    },
    MESSAGE_REFUSED(ExpectedOutcome.MESSAGE_REFUSED) {
        @Override
        Sealed damaged(Sealed sealed, Envelope envelope, int keyVersion, SeededRandom random) {
            int position = random.between(20, 60);
            char other = sealed.message().charAt(position) == 'A' ? 'B' : 'A';
            String message = sealed.message().substring(0, position)
                    + other
                    + sealed.message().substring(position + 1);
            return new Sealed(sealed.randomKey(), message);
        }
    },
    NOT_JSON(ExpectedOutcome.NOT_JSON) {
        @Override
        byte[] spoil(byte[] plaintext) {
            byte[] half = Arrays.copyOf(plaintext, plaintext.length / 2);
            half[0] = "<".getBytes(StandardCharsets.US_ASCII)[0];
            return half;
        }
    },
    TEXT(ExpectedOutcome.EVENT) {
        @Override
        byte[] spoil(byte[] plaintext) {
            ByteArrayOutputStream damaged = new ByteArrayOutputStream();
            damaged.write(plaintext, 0, plaintext.length - 1);
            damaged.writeBytes(",\"note\":\"".getBytes(StandardCharsets.US_ASCII));
            damaged.writeBytes(HALF_A_CHARACTER);
            damaged.writeBytes("\\x41\"}".getBytes(StandardCharsets.US_ASCII));
            return damaged.toByteArray();
        }
    },
    KEY_OF_ANOTHER_PAIR(ExpectedOutcome.KEY_MISMATCH) {
        @Override
        Sealed damaged(Sealed sealed, Envelope envelope, int keyVersion, SeededRandom random) {
            // To any private key a block of another pair is noise; below the modulus, so that it can be tried.
            byte[] block = random.bytes(RSA_BLOCK_BYTES);
            block[0] = 0;
            return new Sealed(Base64.getEncoder().encodeToString(block), sealed.message());
        }
    },
    ABORTS(ExpectedOutcome.NATIVE_CRASH) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, SeededRandom random) {
            return envelope.seal(keyVersion, FrontFault.ABORT.code(), plaintext, random);
        }
    },
    HANGS(ExpectedOutcome.NATIVE_CRASH) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, SeededRandom random) {
            return envelope.seal(keyVersion, FrontFault.HANG.code(), plaintext, random);
        }
    };

    /** What befalls a record without being asked for. */
    static final List<Damage> USUAL =
            List.of(KEY_NOT_BASE64, KEY_WRONG_LENGTH, KEY_STRING_REFUSED, MESSAGE_REFUSED, NOT_JSON);

    private static final int RSA_BLOCK_BYTES = 256;

    private static final int HALF_BLOCK_CHARACTERS = 172;
    /** The first two of the three bytes of a Chinese character in UTF-8. */
    private static final byte[] HALF_A_CHARACTER = {(byte) 0xE4, (byte) 0xBD};

    private static final String HEX = "0123456789abcdef";

    private final ExpectedOutcome outcome;

    Damage(ExpectedOutcome outcome) {
        this.outcome = outcome;
    }

    /** What a fault does to a record; empty for faults that leave it whole. */
    static Optional<Damage> of(FaultKind kind) {
        return switch (kind) {
            case PAYLOAD_ABORT -> Optional.of(ABORTS);
            case PAYLOAD_HANG -> Optional.of(HANGS);
            case BROKEN_BASE64 -> Optional.of(KEY_NOT_BASE64);
            case WRONG_RSA_LENGTH -> Optional.of(KEY_WRONG_LENGTH);
            case WRONG_KEY -> Optional.of(KEY_OF_ANOTHER_PAIR);
            case REFUSED_KEY -> Optional.of(KEY_STRING_REFUSED);
            case REFUSED_MESSAGE -> Optional.of(MESSAGE_REFUSED);
            case BAD_JSON -> Optional.of(NOT_JSON);
            case DAMAGED_TEXT -> Optional.of(TEXT);
            default -> Optional.empty();
        };
    }

    Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, SeededRandom random) {
        return damaged(envelope.seal(keyVersion, spoil(plaintext), random), envelope, keyVersion, random);
    }

    /** What becomes of a record that is sealed. */
    Sealed damaged(Sealed sealed, Envelope envelope, int keyVersion, SeededRandom random) {
        return sealed;
    }

    /** What the library decrypts instead of {@code plaintext}. */
    byte[] spoil(byte[] plaintext) {
        return plaintext;
    }

    ExpectedOutcome outcome() {
        return outcome;
    }
}
