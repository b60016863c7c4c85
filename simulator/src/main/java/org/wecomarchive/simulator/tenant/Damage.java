package org.wecomarchive.simulator.tenant;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.wecomarchive.simulator.crypto.Envelope;
import org.wecomarchive.simulator.crypto.Envelope.Sealed;
import org.wecomarchive.simulator.dice.Dice;

/** The ways in which a record can be damaged for good. */
enum Damage {
    KEY_NOT_BASE64(ExpectedOutcome.KEY_NOT_BASE64) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, Dice dice) {
            Sealed sealed = envelope.seal(keyVersion, plaintext, dice);
            return new Sealed("!" + sealed.randomKey().substring(1), sealed.message());
        }
    },
    KEY_WRONG_LENGTH(ExpectedOutcome.KEY_WRONG_LENGTH) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, Dice dice) {
            Sealed sealed = envelope.seal(keyVersion, plaintext, dice);
            return new Sealed(sealed.randomKey().substring(0, HALF_BLOCK_CHARACTERS), sealed.message());
        }
    },
    KEY_STRING_REFUSED(ExpectedOutcome.KEY_STRING_REFUSED) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, Dice dice) {
            Sealed sealed = envelope.seal(keyVersion, plaintext, dice);
            return new Sealed(envelope.sealKeyString(keyVersion, dice.text(HEX, 64), dice), sealed.message());
        }
    },
    MESSAGE_REFUSED(ExpectedOutcome.MESSAGE_REFUSED) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, Dice dice) {
            Sealed sealed = envelope.seal(keyVersion, plaintext, dice);
            int position = dice.between(20, 60);
            char other = sealed.message().charAt(position) == 'A' ? 'B' : 'A';
            String message = sealed.message().substring(0, position)
                    + other
                    + sealed.message().substring(position + 1);
            return new Sealed(sealed.randomKey(), message);
        }
    },
    NOT_JSON(ExpectedOutcome.NOT_JSON) {
        @Override
        Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, Dice dice) {
            return envelope.seal(keyVersion, spoil(plaintext), dice);
        }

        @Override
        byte[] spoil(byte[] plaintext) {
            byte[] half = Arrays.copyOf(plaintext, plaintext.length / 2);
            half[0] = "<".getBytes(StandardCharsets.US_ASCII)[0];
            return half;
        }
    };

    private static final int HALF_BLOCK_CHARACTERS = 172;
    private static final String HEX = "0123456789abcdef";

    private final ExpectedOutcome outcome;

    Damage(ExpectedOutcome outcome) {
        this.outcome = outcome;
    }

    abstract Sealed seal(Envelope envelope, int keyVersion, byte[] plaintext, Dice dice);

    /** What the library decrypts instead of {@code plaintext}. */
    byte[] spoil(byte[] plaintext) {
        return plaintext;
    }

    ExpectedOutcome outcome() {
        return outcome;
    }
}
