package org.wecomarchive.simulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateKeyPemTest {

    @Test
    void writesTheNineNumbersOfPkcs1() {
        TenantKeys keys = TenantKeys.generate(5, 2);
        RSAPrivateCrtKey first = PrivateKeyPem.PKCS8.parse(keys.privateKeyPem(1));

        String pem = PrivateKeyPem.PKCS1.format(first);

        assertThat(numbers(pem))
                .containsExactly(
                        BigInteger.ZERO,
                        first.getModulus(),
                        first.getPublicExponent(),
                        first.getPrivateExponent(),
                        first.getPrimeP(),
                        first.getPrimeQ(),
                        first.getPrimeExponentP(),
                        first.getPrimeExponentQ(),
                        first.getCrtCoefficient());
        assertThat(first.getModulus().bitLength()).isEqualTo(2048);
    }

    @Test
    void handsOutBothForms() {
        TenantKeys keys = TenantKeys.generate(5, 2);

        assertThat(keys.privateKeyPem(1)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(keys.privateKeyPem(2))
                .startsWith("-----BEGIN RSA PRIVATE KEY-----\n")
                .endsWith("\n-----END RSA PRIVATE KEY-----\n");
    }

    /** The INTEGERs of a DER SEQUENCE. */
    private static List<BigInteger> numbers(String pem) {
        ByteBuffer der = ByteBuffer.wrap(Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
        assertThat(der.get()).isEqualTo((byte) 0x30);
        assertThat(length(der)).isEqualTo(der.remaining());
        List<BigInteger> numbers = new ArrayList<>();
        while (der.hasRemaining()) {
            assertThat(der.get()).isEqualTo((byte) 0x02);
            byte[] number = new byte[length(der)];
            der.get(number);
            numbers.add(new BigInteger(number));
        }
        return numbers;
    }

    private static int length(ByteBuffer der) {
        int first = Byte.toUnsignedInt(der.get());
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(der.get());
        }
        return length;
    }
}
