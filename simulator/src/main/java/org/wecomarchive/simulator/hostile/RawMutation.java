package org.wecomarchive.simulator.hostile;

import java.util.Arrays;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * Spoils the bytes of a record in the raw topic. Left alone are the schema id, which says nothing about the record if it is
 * unknown, and corp and seq, which say which record it is.
 */
enum RawMutation {
    EMPTY {
        @Override
        byte[] apply(byte[] value, SeededRandom random) {
            return new byte[0];
        }
    },
    OTHER_FORMAT {
        @Override
        byte[] apply(byte[] value, SeededRandom random) {
            value[0] = (byte) random.between(1, 255);
            return value;
        }
    },
    CUT_OFF {
        @Override
        byte[] apply(byte[] value, SeededRandom random) {
            return Arrays.copyOf(value, random.below(value.length));
        }
    },
    LONGER {
        @Override
        byte[] apply(byte[] value, SeededRandom random) {
            return ByteMutation.joined(value, random.bytes(random.between(1, 100)));
        }
    },
    /** The length of the first text becomes some 2^28, of which the rest of the record is a small part. */
    LONG_TEXT {
        @Override
        byte[] apply(byte[] value, SeededRandom random) {
            Arrays.fill(value, HEADER_BYTES, HEADER_BYTES + 4, (byte) 0xff);
            value[HEADER_BYTES + 4] = 1;
            return value;
        }
    },
    FLIPPED_BIT {
        @Override
        byte[] apply(byte[] value, SeededRandom random) {
            value[random.between(BEHIND_SEQ, value.length - 1)] ^= (byte) (1 << random.below(8));
            return value;
        }
    };

    /** Of the Confluent wire format: a zero and the schema id. */
    private static final int HEADER_BYTES = 5;

    /** A corp id has 18 characters, a seq at most ten bytes. */
    private static final int BEHIND_SEQ = HEADER_BYTES + 1 + 18 + 10;

    /** May change the array that it is given. */
    abstract byte[] apply(byte[] value, SeededRandom random);
}
