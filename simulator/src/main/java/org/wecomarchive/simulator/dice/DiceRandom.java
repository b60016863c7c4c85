package org.wecomarchive.simulator.dice;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/** Gives cryptographic code the numbers of {@link Dice}, so that what it makes can be made again; secures nothing. */
public final class DiceRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    public DiceRandom(Dice dice) {
        super(new Spi(dice), null);
    }

    private static final class Spi extends SecureRandomSpi {

        private static final long serialVersionUID = 1L;

        private final transient Dice dice;

        private Spi(Dice dice) {
            this.dice = dice;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The numbers depend on the dice alone.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            dice.fill(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            return dice.bytes(length);
        }
    }
}
