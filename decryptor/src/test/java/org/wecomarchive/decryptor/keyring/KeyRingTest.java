package org.wecomarchive.decryptor.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaKey;
import org.wecomarchive.decryptor.crypto.RsaPaddingException;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.fixtures.TestKeys;

final class KeyRingTest {

    private static final String CORP = "ww1234567890abcdef";

    @TempDir
    private Path keysDir;

    private final AtomicLong nanoTime = new AtomicLong();

    @ParameterizedTest
    @ValueSource(strings = {"pkcs1.pem", "pkcs8.pem"})
    void readsBothFormsOfPem(String form) throws Exception {
        TestKeys.install(form, keysDir, CORP, 3);

        RsaKey key = ring(KeyFileAccess.OWNER).key(CORP, 3);

        assertThat(decryptsFor(key, "pkcs1.pem")).isTrue();
    }

    static Stream<Arguments> spellings() {
        String pkcs1 = TestKeys.text("pkcs1.pem");
        String pkcs8 = TestKeys.text("pkcs8.pem");
        return Stream.of(
                argumentSet("PKCS#8 under the header of PKCS#1", bytes(pkcs8.replace(" PRIVATE", " RSA PRIVATE"))),
                argumentSet("PKCS#1 under the header of PKCS#8", bytes(pkcs1.replace(" RSA PRIVATE", " PRIVATE"))),
                argumentSet("byte order mark", bytes("\uFEFF" + pkcs1)),
                argumentSet("UTF-16 with mark", pkcs1.getBytes(StandardCharsets.UTF_16)),
                argumentSet("UTF-16 of Windows", ("\uFEFF" + pkcs8).getBytes(StandardCharsets.UTF_16LE)),
                argumentSet("UTF-16 without mark", pkcs8.getBytes(StandardCharsets.UTF_16LE)),
                argumentSet("line breaks of Windows", bytes(pkcs1.replace("\n", "\r\n"))),
                argumentSet("old line breaks", bytes(pkcs8.replace('\n', '\r'))),
                argumentSet("trailing blanks", bytes(pkcs1.replace("\n", " \t\n"))),
                argumentSet("indented", bytes("    " + pkcs8.replace("\n", "\n    "))),
                argumentSet("empty lines", bytes("\n\n" + pkcs1.replace("\n", "\n\n"))),
                argumentSet("no line break at the end", bytes(pkcs8.strip())),
                argumentSet("one line", bytes(pkcs8.strip().replace('\n', ' '))),
                argumentSet("line breaks as in JSON", bytes(pkcs1.replace("\n", "\\n"))),
                argumentSet("text around it", bytes("Bag Attributes\n  name: key\n" + pkcs8 + "the end\n")));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void readsAKeyHoweverItIsWritten(byte[] content) throws Exception {
        Files.write(TestKeys.write("", keysDir.resolve(CORP).resolve("3.pem")), content);

        RsaKey key = ring(KeyFileAccess.OWNER).key(CORP, 3);

        assertThat(decryptsFor(key, "pkcs1.pem")).isTrue();
    }

    @Test
    void readsAKeyThatSomebodyMadeByHand() throws Exception {
        TestKeys.install("pkcs8-under-pkcs1-header.pem", keysDir, CORP, 3);

        assertThat(ring(KeyFileAccess.OWNER).usableKeys()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public.pem|holds no private key in PEM: only public keys or certificates",
                "ec.pem|holds a private key that is not RSA",
                "golden-block.txt|holds no private key in PEM: a line -----BEGIN PRIVATE KEY----- is missing",
            })
    void saysWhatIsWrongWithAFile(String content, String message) {
        Path file = TestKeys.install(content, keysDir, CORP, 3);
        PemFile pem = new PemFile(new KeyFilePermissions(KeyFileAccess.OWNER), PemPassword.none());

        assertThatThrownBy(() -> pem.read(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessage("key file " + file + " " + message);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        String key = TestKeys.text("pkcs8.pem");
        Path file = TestKeys.write(key.substring(0, key.length() / 2), keysDir.resolve("half.pem"));
        Path der = TestKeys.write("", keysDir.resolve("der.pem"));
        Files.write(der, TestKeys.pkcs8("pkcs8.pem"));
        PemFile pem = new PemFile(new KeyFilePermissions(KeyFileAccess.OWNER), PemPassword.none());

        assertThatThrownBy(() -> pem.read(file)).hasMessageContaining("half written (its line -----END is missing");
        assertThatThrownBy(() -> pem.read(der)).hasMessageContaining("it looks like DER");
    }

    @Test
    void readsAKeyBehindOtherPemObjects() throws Exception {
        TestKeys.write(
                TestKeys.text("public.pem") + TestKeys.text("pkcs8.pem"),
                keysDir.resolve(CORP).resolve("1.pem"));

        assertThat(ring(KeyFileAccess.OWNER).usableKeys()).isEqualTo(1);
    }

    @Test
    void keepsCorpsAndVersionsApart() throws Exception {
        TestKeys.install("pkcs1.pem", keysDir, CORP, 1);
        TestKeys.install("other.pem", keysDir, CORP, 2);
        TestKeys.install("other.pem", keysDir, "ww2", 1);
        KeyRing ring = ring(KeyFileAccess.OWNER);

        assertThat(decryptsFor(ring.key(CORP, 1), "pkcs1.pem")).isTrue();
        assertThat(decryptsFor(ring.key(CORP, 2), "other.pem")).isTrue();
        assertThat(decryptsFor(ring.key("ww2", 1), "other.pem")).isTrue();
        assertMissing(ring, "ww2", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../ww1234567890abcdef", "..", ".", "", "a/b", "a\\b", "ww\0", "企业"})
    void neverLooksOutsideItsDirectory(String corpId) {
        TestKeys.install("pkcs1.pem", keysDir, CORP, 3);

        assertMissing(ring(KeyFileAccess.OWNER), corpId, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3.PEM", "03.pem", "-3.pem", "+3.pem", "3.pem.bak", "3", "key.pem", "99999999999999999999.pem"})
    void passesOverOtherNames(String fileName) {
        TestKeys.write(TestKeys.text("pkcs1.pem"), keysDir.resolve(CORP).resolve(fileName));

        KeyRing ring = ring(KeyFileAccess.OWNER);

        assertThat(ring.usableKeys()).isZero();
        assertThat(ring.refusedFiles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void refusesFilesThatOthersCanTouch(String permissions) throws IOException {
        Path file = TestKeys.install("pkcs1.pem", keysDir, CORP, 3);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        KeyRing ring = ring(KeyFileAccess.OWNER);

        assertThat(ring.refusedFiles()).isEqualTo(1);
        assertMissing(ring, CORP, 3);
    }

    @Test
    void takesGroupReadableFilesOnlyWhereThatIsAllowed() throws IOException {
        Path file = TestKeys.install("pkcs1.pem", keysDir, CORP, 3);
        Path writable = TestKeys.install("other.pem", keysDir, CORP, 4);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rw-rw----"));

        KeyRing ring = ring(KeyFileAccess.GROUP_READ);

        assertThat(ring.usableKeys()).isEqualTo(1);
        assertThat(ring.refusedFiles()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted.pem", "ec.pem", "public.pem", "short-1024.pem", "golden-block.txt"})
    void refusesWhatIsNoPlainRsaKeyAndServesTheOthers(String content) throws Exception {
        TestKeys.install(content, keysDir, CORP, 1);
        TestKeys.install("pkcs1.pem", keysDir, CORP, 2);

        KeyRing ring = ring(KeyFileAccess.OWNER);

        assertMissing(ring, CORP, 1);
        assertThat(decryptsFor(ring.key(CORP, 2), "pkcs1.pem")).isTrue();
        assertThat(ring.refusedFiles()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-pkcs1.pem", "encrypted-pkcs8.pem"})
    void opensEncryptedFilesWithThePasswordOfItsFile(String form) throws Exception {
        TestKeys.install(form, keysDir, CORP, 3);
        Path password = TestKeys.write("correct horse\r\n", keysDir.resolve("password"));

        RsaKey key = ring(password).key(CORP, 3);

        assertThat(decryptsFor(key, "pkcs1.pem")).isTrue();
    }

    @Test
    void opensEncryptedFilesWithAPasswordThatWindowsWrote() throws Exception {
        TestKeys.install("encrypted-pkcs8.pem", keysDir, CORP, 3);
        TestKeys.write(
                TestKeys.text("encrypted-pkcs1.pem").replace("\n", "\r\n"),
                keysDir.resolve(CORP).resolve("4.pem"));
        Path password = TestKeys.write("", keysDir.resolve("password"));
        Files.write(password, "\uFEFFcorrect horse\r\n".getBytes(StandardCharsets.UTF_16LE));

        assertThat(ring(password).usableKeys()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-pkcs1.pem", "encrypted-pkcs8.pem"})
    void refusesEncryptedFilesUnderAnotherPasswordAndTakesThemOnceItIsRight(String form) throws Exception {
        TestKeys.install(form, keysDir, CORP, 3);
        TestKeys.install("pkcs1.pem", keysDir, CORP, 4);
        Path password = TestKeys.write("wrong", keysDir.resolve("password"));
        KeyRing ring = ring(password);
        int refusedBefore = ring.refusedFiles();
        int plainBefore = ring.revision(CORP, 4);

        TestKeys.write("correct horse", password);
        ring.reload();

        assertThat(refusedBefore).isEqualTo(1);
        assertThat(ring.refusedFiles()).isZero();
        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
        assertThat(ring.revision(CORP, 4)).isEqualTo(plainBefore);
    }

    @Test
    void refusesEncryptedFilesWhileThePasswordIsOpenToOthersOrAbsent() throws Exception {
        TestKeys.install("encrypted-pkcs8.pem", keysDir, CORP, 3);
        Path password = TestKeys.write("correct horse", keysDir.resolve("password"));
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(ring(password).refusedFiles()).isEqualTo(1);
        assertThat(ring(keysDir.resolve("absent")).refusedFiles()).isEqualTo(1);
    }

    @Test
    void givesANewRevisionToEveryKeyItTakesAndNoneToWhatItRefuses() throws Exception {
        KeyRing ring = ring(KeyFileAccess.OWNER);
        int absent = ring.revision(CORP, 3);
        TestKeys.install("other.pem", keysDir, CORP, 3);
        ring.reload();
        int first = ring.revision(CORP, 3);
        ring.reload();
        int unchanged = ring.revision(CORP, 3);

        TestKeys.install("golden-block.txt", keysDir, CORP, 3);
        ring.reload();
        int broken = ring.revision(CORP, 3);
        TestKeys.install("pkcs1.pem", keysDir, CORP, 3);
        ring.reload();

        assertThat(absent).isZero();
        assertThat(first).isPositive();
        assertThat(unchanged).isEqualTo(first);
        assertThat(broken).isEqualTo(first);
        assertThat(ring.revision(CORP, 3)).isGreaterThan(first).isEqualTo(ring.latestRevision());
        assertThat(ring.revision("../" + CORP, 3)).isZero();
    }

    @Test
    void findsANewFileAtTheNextReload() throws Exception {
        KeyRing ring = ring(KeyFileAccess.OWNER);
        TestKeys.install("pkcs1.pem", keysDir, CORP, 3);

        ring.reload();

        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
    }

    @Test
    void looksAgainForAMissingVersionAtMostOnceASecond() throws Exception {
        KeyRing ring = ring(KeyFileAccess.OWNER);
        TestKeys.install("pkcs1.pem", keysDir, CORP, 3);

        assertMissing(ring, CORP, 3);
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
    }

    @Test
    void takesAReplacedFile() throws Exception {
        TestKeys.install("other.pem", keysDir, CORP, 3);
        KeyRing ring = ring(KeyFileAccess.OWNER);
        Path next = TestKeys.write(TestKeys.text("pkcs1.pem"), keysDir.resolve("next.tmp"));
        Files.move(next, keysDir.resolve(CORP).resolve("3.pem"), StandardCopyOption.ATOMIC_MOVE);

        ring.reload();

        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
    }

    @Test
    void keepsTheOldKeyWhileAFileIsHalfWritten() throws Exception {
        TestKeys.install("other.pem", keysDir, CORP, 3);
        KeyRing ring = ring(KeyFileAccess.OWNER);
        String text = TestKeys.text("pkcs1.pem");
        Path file = keysDir.resolve(CORP).resolve("3.pem");

        Files.writeString(file, text.substring(0, text.length() / 2), StandardCharsets.US_ASCII);
        ring.reload();
        boolean oldWhileBroken = decryptsFor(ring.key(CORP, 3), "other.pem");
        int refusedWhileBroken = ring.refusedFiles();
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        ring.reload();

        assertThat(oldWhileBroken).isTrue();
        assertThat(refusedWhileBroken).isEqualTo(1);
        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
        assertThat(ring.refusedFiles()).isZero();
    }

    @Test
    void takesARefusedFileOnceItsPermissionsAreMended() throws Exception {
        Path file = TestKeys.install("pkcs1.pem", keysDir, CORP, 3);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        KeyRing ring = ring(KeyFileAccess.OWNER);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ring.reload();

        assertThat(ring.usableKeys()).isEqualTo(1);
        assertThat(ring.refusedFiles()).isZero();
    }

    @Test
    void dropsADeletedFile() throws Exception {
        Path file = TestKeys.install("pkcs1.pem", keysDir, CORP, 3);
        KeyRing ring = ring(KeyFileAccess.OWNER);

        Files.delete(file);
        ring.reload();

        assertMissing(ring, CORP, 3);
    }

    @Test
    void keepsItsKeysWhileTheDirectoryIsAway() throws Exception {
        TestKeys.install("pkcs1.pem", keysDir.resolve("mounted"), CORP, 3);
        KeyRing ring = new KeyRing(
                keysDir.resolve("mounted"), KeyFileAccess.OWNER, PemPassword.none(), engine(), nanoTime::get);

        Files.move(keysDir.resolve("mounted"), keysDir.resolve("elsewhere"));
        ring.reload();

        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
    }

    @Test
    void followsTheLinksOfAKubernetesMount() throws Exception {
        Path mount = keysDir.resolve(CORP);
        TestKeys.write(TestKeys.text("other.pem"), mount.resolve("..2026_11_22").resolve("3.pem"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_22"));
        Files.createSymbolicLink(mount.resolve("3.pem"), Path.of("..data", "3.pem"));
        KeyRing ring = ring(KeyFileAccess.OWNER);
        boolean before = decryptsFor(ring.key(CORP, 3), "other.pem");

        TestKeys.write(TestKeys.text("pkcs1.pem"), mount.resolve("..2026_11_23").resolve("3.pem"));
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_11_23"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        ring.reload();

        assertThat(before).isTrue();
        assertThat(decryptsFor(ring.key(CORP, 3), "pkcs1.pem")).isTrue();
    }

    @Test
    void refusesToStartWithoutItsDirectory() {
        Path absent = keysDir.resolve("absent");

        assertThatThrownBy(() -> new KeyRing(absent, KeyFileAccess.OWNER, PemPassword.none(), engine(), nanoTime::get))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("keys.dir " + absent + " cannot be listed");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private KeyRing ring(KeyFileAccess access) {
        return new KeyRing(keysDir, access, PemPassword.none(), engine(), nanoTime::get);
    }

    private KeyRing ring(Path password) {
        return new KeyRing(keysDir, KeyFileAccess.OWNER, PemPassword.in(password), engine(), nanoTime::get);
    }

    private static RsaEngine engine() {
        return RsaEngine.open(RsaProvider.ACCP);
    }

    private static void assertMissing(KeyRing ring, String corpId, long version) {
        assertThatThrownBy(() -> ring.key(corpId, version)).isInstanceOf(MissingKeyException.class);
    }

    private static boolean decryptsFor(RsaKey key, String keyName) throws Exception {
        try {
            return Arrays.equals(key.decrypt(TestKeys.encrypt(keyName, new byte[] {42})), new byte[] {42});
        } catch (RsaPaddingException e) {
            return false;
        }
    }
}
