package org.wecomarchive.benchmarks;

import java.io.PrintStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.wecomarchive.benchmarks.pipe.Yardstick;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaKey;
import org.wecomarchive.decryptor.crypto.RsaProvider;

/**
 * RSA-2048 private operations a second of one thread, through the decryptor's own {@link RsaKey}, beside
 * {@code openssl speed} and the JDK's provider.
 *
 * <p>All three by CPU time, taken in turn, the best of {@value #ROUNDS} rounds each: what else the machine does then
 * matters little.
 */
final class RsaBenchmark {

    private static final int ROUNDS = 3;
    private static final int BLOCK_BYTES = 256;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(2);
    private static final int PLAINTEXT_BYTES = 16;

    private final PrintStream out;

    RsaBenchmark(PrintStream out) {
        this.out = out;
    }

    void run() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BLOCK_BYTES * Byte.SIZE);
        KeyPair pair = generator.generateKeyPair();
        RsaEngine engine = RsaEngine.open(RsaProvider.AUTO);
        byte[] block = block((RSAPublicKey) pair.getPublic());
        Yardstick ours = yardstick(engine, pair, block);
        Yardstick jdk = yardstick(RsaEngine.open(RsaProvider.JDK), pair, block);
        ours.operationsPerCpuSecond(WARM_UP);
        jdk.operationsPerCpuSecond(WARM_UP);
        double oursBest = 0;
        double jdkBest = 0;
        OptionalDouble opensslBest = OptionalDouble.empty();
        for (int round = 0; round < ROUNDS; round++) {
            oursBest = Math.max(oursBest, ours.operationsPerCpuSecond(MEASURED));
            jdkBest = Math.max(jdkBest, jdk.operationsPerCpuSecond(MEASURED));
            OptionalDouble openssl = OpensslSpeed.rsa2048(MEASURED);
            if (openssl.orElse(0) > opensslBest.orElse(0)) {
                opensslBest = openssl;
            }
        }
        print(engine.provider().text(), oursBest, opensslBest, jdkBest);
    }

    private static Yardstick yardstick(RsaEngine engine, KeyPair pair, byte[] block) throws Exception {
        RsaKey key = engine.key(pair.getPrivate().getEncoded());
        if (key.decrypt(block).length != PLAINTEXT_BYTES) {
            throw new IllegalStateException("a block did not decrypt to its plaintext");
        }
        return new Yardstick(key, block);
    }

    /** One PKCS#1 v1.5 block. */
    private static byte[] block(RSAPublicKey key) {
        byte[] padded = new byte[BLOCK_BYTES];
        Arrays.fill(padded, (byte) 'k');
        padded[0] = 0;
        padded[1] = 2;
        padded[BLOCK_BYTES - PLAINTEXT_BYTES - 1] = 0;
        byte[] number = new BigInteger(1, padded)
                .modPow(key.getPublicExponent(), key.getModulus())
                .toByteArray();
        byte[] block = new byte[BLOCK_BYTES];
        int length = Math.min(number.length, BLOCK_BYTES);
        System.arraycopy(number, number.length - length, block, BLOCK_BYTES - length, length);
        return block;
    }

    private void print(String provider, double ours, OptionalDouble openssl, double jdk) {
        out.println(String.format(Locale.ROOT, "rsa-2048, operations per CPU second: ours (%s) %.0f", provider, ours));
        if (openssl.isPresent()) {
            out.println(String.format(
                    Locale.ROOT,
                    "  ours / openssl speed rsa2048 (%.0f) = %.2f",
                    openssl.getAsDouble(),
                    ours / openssl.getAsDouble()));
        } else {
            out.println("  ours / openssl: skipped, there is no openssl on the PATH");
        }
        out.println(String.format(Locale.ROOT, "  ours / SunJCE (%.0f) = %.2f", jdk, ours / jdk));
    }
}
