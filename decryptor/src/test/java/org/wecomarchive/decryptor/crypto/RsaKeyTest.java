package org.wecomarchive.decryptor.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wecomarchive.decryptor.fixtures.TestKeys;

final class RsaKeyTest {

    private static final byte[] GOLDEN_BLOCK = Base64.getDecoder().decode(TestKeys.text("golden-block.txt"));
    private static final byte[] GOLDEN_PLAINTEXT =
            TestKeys.text("golden-plaintext.txt").getBytes(US_ASCII);

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void decryptsWhatOpenSslEncrypted(RsaProvider provider) throws Exception {
        RsaKey key = key(provider, "pkcs1.pem");

        byte[] plaintext = key.decrypt(GOLDEN_BLOCK);

        assertThat(plaintext).isEqualTo(GOLDEN_PLAINTEXT);
    }

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void decryptsPlaintextsOfEveryLength(RsaProvider provider) throws Exception {
        RsaKey key = key(provider, "pkcs1.pem");

        for (int length : new int[] {0, 1, 44, 244, 245}) {
            byte[] plaintext = "k".repeat(length).getBytes(US_ASCII);
            assertThat(key.decrypt(TestKeys.encrypt("pkcs1.pem", plaintext))).isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void refusesABlockForAnotherKeyAndGoesOn(RsaProvider provider) throws Exception {
        RsaKey key = key(provider, "other.pem");
        byte[] mine = TestKeys.encrypt("other.pem", GOLDEN_PLAINTEXT);

        assertThatThrownBy(() -> key.decrypt(GOLDEN_BLOCK)).isInstanceOf(RsaPaddingException.class);
        assertThat(key.decrypt(mine)).isEqualTo(GOLDEN_PLAINTEXT);
    }

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void refusesABlockNotSmallerThanTheModulus(RsaProvider provider) throws Exception {
        RsaKey key = key(provider, "pkcs1.pem");
        byte[] block = new byte[256];
        Arrays.fill(block, (byte) 0xff);

        assertThatThrownBy(() -> key.decrypt(block)).isInstanceOf(RsaPaddingException.class);
    }

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void refusesBlocksOfAnotherLength(RsaProvider provider) throws Exception {
        RsaKey key = key(provider, "pkcs1.pem");

        for (int length : new int[] {0, 1, 128, 255, 257, 512}) {
            assertThatThrownBy(() -> key.decrypt(new byte[length])).isInstanceOf(RsaLengthException.class);
        }
    }

    @Test
    void bothProvidersAgreeOnEveryFlippedBit() throws Exception {
        RsaKey fast = key(RsaProvider.ACCP, "pkcs1.pem");
        RsaKey slow = key(RsaProvider.JDK, "pkcs1.pem");

        for (int bit = 0; bit < GOLDEN_BLOCK.length * 8; bit += 13) {
            byte[] damaged = GOLDEN_BLOCK.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(outcome(fast, damaged)).as("bit %d", bit).isEqualTo(outcome(slow, damaged));
            assertThat(fast.decrypt(GOLDEN_BLOCK)).isEqualTo(GOLDEN_PLAINTEXT);
        }
    }

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void servesManyThreadsThatAlsoMeetFailures(RsaProvider provider) throws Exception {
        RsaKey key = key(provider, "pkcs1.pem");
        byte[] foreign = TestKeys.encrypt("other.pem", GOLDEN_PLAINTEXT);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                boolean fails = i % 5 == 0;
                work.add(() -> {
                    if (fails) {
                        assertThatThrownBy(() -> key.decrypt(foreign)).isInstanceOf(RsaPaddingException.class);
                    } else {
                        assertThat(key.decrypt(GOLDEN_BLOCK)).isEqualTo(GOLDEN_PLAINTEXT);
                    }
                    return null;
                });
            }

            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(RsaProvider.class)
    void refusesKeysThatAreTooShortOrNotRsa(RsaProvider provider) {
        RsaEngine engine = engine(provider);

        assertThatThrownBy(() -> engine.key(TestKeys.pkcs8("short-1024.pem")))
                .isInstanceOf(RsaKeyException.class)
                .hasMessage("has 1024 bits; at least 2048 are needed");
        assertThatThrownBy(() -> engine.key(TestKeys.pkcs8("ec.pem"))).isInstanceOf(RsaKeyException.class);
        assertThatThrownBy(() -> engine.key(new byte[] {1, 2, 3})).isInstanceOf(RsaKeyException.class);
    }

    @Test
    void prefersTheFastProviderAndInstallsNone() {
        assertThat(RsaEngine.open(RsaProvider.AUTO).provider()).isEqualTo(RsaProvider.ACCP);
        assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"AUTO, Linux, amd64", "AUTO, Linux, aarch64", "ACCP, Linux, amd64", "ACCP, Mac OS X, aarch64"})
    void refusesWhereTheFastProviderShouldLoadAndSaysWhatToDo(RsaProvider choice, String system, String machine) {
        UnsatisfiedLinkError refusal = new UnsatisfiedLinkError("failed to map segment");

        assertThatThrownBy(() -> RsaEngine.withoutAccp(choice, refusal, system, machine))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("UnsatisfiedLinkError", "rsa.provider=jdk");
    }

    @Test
    void usesTheJdksOnMachinesThatTheFastProviderIsNotMadeFor() {
        UnsatisfiedLinkError refusal = new UnsatisfiedLinkError();

        assertThat(RsaEngine.withoutAccp(RsaProvider.AUTO, refusal, "Mac OS X", "aarch64")
                        .provider())
                .isEqualTo(RsaProvider.JDK);
        assertThat(RsaEngine.withoutAccp(RsaProvider.AUTO, refusal, "Linux", "riscv64")
                        .provider())
                .isEqualTo(RsaProvider.JDK);
    }

    @Test
    void showsNothingOfTheKey() throws Exception {
        assertThat(key(RsaProvider.ACCP, "pkcs8.pem")).hasToString("RsaKey[2048 bits]");
    }

    private static String outcome(RsaKey key, byte[] block) {
        try {
            return "plaintext " + Base64.getEncoder().encodeToString(key.decrypt(block));
        } catch (RsaPaddingException | RsaLengthException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static RsaKey key(RsaProvider provider, String name) throws RsaKeyException {
        return engine(provider).key(TestKeys.pkcs8(name));
    }

    private static RsaEngine engine(RsaProvider provider) {
        return RsaEngine.open(provider);
    }
}
