package org.wecomarchive.simulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.simulator.crypto.NotTencentCipher.Refusal;

class NotTencentCipherTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY_STRING = Base64.getEncoder().encodeToString(KEY);
    private static final byte[] NONCE = "nonce-of-12b".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = "{\"text\":\"你好\"}".getBytes(StandardCharsets.UTF_8);
    private static final String MESSAGE = NotTencentCipher.encrypt(KEY, NONCE, PAYLOAD);

    @Test
    void decryptsWhatItEncrypted() throws Refusal {
        byte[] decrypted = NotTencentCipher.decrypt(KEY_STRING, MESSAGE);

        assertThat(decrypted).isEqualTo(PAYLOAD);
    }

    @Test
    void writesTheSameMessageInEveryRelease() {
        // Computed by an independent implementation of RFC 8439.
        assertThat(MESSAGE).isEqualTo("bm9uY2Utb2YtMTJiJtDBK4+NCOQk8P2LWhzP9auk7AjXDVAFaA4Px1k=");
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] sealed = Base64.getDecoder().decode(MESSAGE);

        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertRefused(KEY_STRING, Base64.getEncoder().encodeToString(flipped), 10006);
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < MESSAGE.length(); length++) {
            assertRefused(KEY_STRING, MESSAGE.substring(0, length), 10006);
        }
    }

    @Test
    void refusesAnotherKey() {
        byte[] other = KEY.clone();
        other[0]++;

        assertRefused(Base64.getEncoder().encodeToString(other), MESSAGE, 10006);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==",
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIz",
                "!DEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
            })
    void refusesAKeyStringThatIsNotOne(String key) {
        assertRefused(key, MESSAGE, 10008);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "AAAABBBBCCCC!DDD"})
    void refusesAMessageThatIsNotOne(String message) {
        assertRefused(KEY_STRING, message, 10006);
    }

    private static void assertRefused(String key, String message, int code) {
        assertThatThrownBy(() -> NotTencentCipher.decrypt(key, message))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
