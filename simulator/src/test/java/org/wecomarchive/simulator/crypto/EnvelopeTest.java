package org.wecomarchive.simulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.wecomarchive.simulator.random.SeededRandom;

final class EnvelopeTest {

    private static final String KEY_STRING = "c2VjcmV0";

    private final Envelope envelope = new Envelope(TenantKeys.generate(7, 3));

    @Test
    void sealsWhatTheJdksOwnRsaOpens() throws Exception {
        String sealed = envelope.sealKeyString(2, KEY_STRING, random());

        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding", "SunJCE");
        rsa.init(Cipher.DECRYPT_MODE, KnownPrimes.key(7, 2));
        byte[] opened = rsa.doFinal(Base64.getDecoder().decode(sealed));

        assertThat(new String(opened, StandardCharsets.US_ASCII)).isEqualTo(KEY_STRING);
    }

    @Test
    void theSameRandomNumbersGiveTheSameBytes() {
        assertThat(envelope.sealKeyString(1, KEY_STRING, random()))
                .isEqualTo(envelope.sealKeyString(1, KEY_STRING, random()))
                .isNotEqualTo(envelope.sealKeyString(1, KEY_STRING, SeededRandom.of(1, "other", 1)));
    }

    @Test
    void refusesAKeyStringThatHasNoRoom() {
        assertThatThrownBy(() -> envelope.sealKeyString(1, "a".repeat(246), random()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyVersionHasAKeyOfItsOwnWhichItsSeedDecides() {
        assertThat(IntStream.rangeClosed(1, KnownPrimes.MOST_VERSIONS).mapToObj(version -> modulus(7, version)))
                .doesNotHaveDuplicates()
                .allSatisfy(modulus -> assertThat(modulus.bitLength()).isEqualTo(2048));
        assertThat(modulus(7, 1)).isEqualTo(modulus(7, 1)).isNotEqualTo(modulus(8, 1));
        assertThatThrownBy(() -> KnownPrimes.key(7, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsPrimesAreFitForTheExponent() {
        assertThat(IntStream.rangeClosed(1, 32).mapToObj(version -> KnownPrimes.key(7, version)))
                .allSatisfy(key -> assertThat(isFit(key.getPrimeP()) && isFit(key.getPrimeQ()))
                        .isTrue());
    }

    private static boolean isFit(BigInteger prime) {
        return prime.isProbablePrime(2)
                && !prime.subtract(BigInteger.ONE)
                        .mod(BigInteger.valueOf(65537))
                        .equals(BigInteger.ZERO);
    }

    private static BigInteger modulus(long seed, int version) {
        RSAPrivateCrtKey key = KnownPrimes.key(seed, version);
        return key.getModulus();
    }

    private static SeededRandom random() {
        return SeededRandom.of(1, "test", 1);
    }
}
