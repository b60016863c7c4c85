package org.wecomarchive.simulator.crypto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * RSA-2048 keys out of primes that everybody can read here: a search for primes takes a second or more in a young JVM.
 *
 * <p>{@code primes.txt} has 64 primes of 1024 bits in hexadecimal, one a line, their two highest bits set, so that every
 * product has 2048 bits; none is 1 modulo 65537. The keys protect nothing.
 */
final class KnownPrimes {

    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    private static final List<BigInteger> PRIMES = read();
    private static final int PAIRS = PRIMES.size() / 2;

    /** How many versions a tenant can have. */
    static final int MOST_VERSIONS = PAIRS * PAIRS;

    private KnownPrimes() {}

    /**
     * The key of a version: the same for the same seed, another one for each version.
     *
     * @param version from 1 to {@link #MOST_VERSIONS}
     */
    static RSAPrivateCrtKey key(long seed, int version) {
        if (version < 1 || version > MOST_VERSIONS) {
            throw new IllegalArgumentException("key versions go from 1 to " + MOST_VERSIONS + ", not " + version);
        }
        List<BigInteger> shuffled = shuffled(SeededRandom.of(seed, "rsa-primes", 0));
        int first = (version - 1) % PAIRS;
        // The first half of the primes meets the second one, shifted once all of them have met.
        int second = PAIRS + (first + (version - 1) / PAIRS) % PAIRS;
        return key(shuffled.get(first), shuffled.get(second));
    }

    private static List<BigInteger> shuffled(SeededRandom random) {
        List<BigInteger> left = new ArrayList<>(PRIMES);
        List<BigInteger> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(random.below(left.size())));
        }
        return shuffled;
    }

    private static RSAPrivateCrtKey key(BigInteger p, BigInteger q) {
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger d = EXPONENT.modInverse(p1.multiply(q1));
        try {
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateCrtKeySpec(
                            p.multiply(q), EXPONENT, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no RSA", e);
        }
    }

    private static List<BigInteger> read() {
        try (InputStream file = KnownPrimes.class.getResourceAsStream("primes.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            return lines.lines().map(line -> new BigInteger(line, 16)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
