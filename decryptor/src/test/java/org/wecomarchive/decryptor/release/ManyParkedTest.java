package org.wecomarchive.decryptor.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.fixtures.ScriptedSdk;
import org.wecomarchive.decryptor.fixtures.TestKeys;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.Topics;

/** A day's work of a big tenant is parked, and for a part of it that is more than a slice the key comes, in a small heap. */
final class ManyParkedTest {

    private static final int PARKED = 1_000_000;
    private static final int COMING = (PARKED + LongParkedLog.EVERY - 1) / LongParkedLog.EVERY;
    private static final String HEAP = "-Xmx256m";

    @TempDir
    private Path directory;

    @Test
    void releasesAPartOfAMillionParkedRecordsInASmallHeap() throws Exception {
        Path output = directory.resolve("output");

        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InSmallHeap.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();

        assertThat(exit).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
    }

    /** Ends normally if every record with a key was released once, in more than one slice. */
    static final class InSmallHeap {

        private InSmallHeap() {}

        public static void main(String[] args) throws TransientTroubleException {
            KeyRing keys = new KeyRing(
                    Path.of(args[0]),
                    KeyFileAccess.OWNER,
                    PemPassword.none(),
                    RsaEngine.open(RsaProvider.JDK),
                    () -> 0);
            RawRecord coming = Records.envelope(0).build();
            RawRecord waiting = Records.envelope(0).setKeyVersion(9).build();
            LongParkedLog log = new LongParkedLog(new Topics("test"), PARKED, coming, waiting);
            ReleaseFigures figures = new ReleaseFigures(() -> 0);
            ReleaseContext context = new ReleaseContext(
                    new Topics("test"),
                    log::clients,
                    (at, value) -> event(at.offset(), value),
                    new PayloadDecryption(new ScriptedSdk()),
                    keys,
                    ReleaseContext.SLICE_RECORDS,
                    new TestCommands().codec(),
                    new RecordDecryption.Clocks(() -> Records.DECRYPTED_AT, () -> 0),
                    figures);
            try (ReleaseSession session = new ReleaseSession(context)) {
                session.begin();
                log.assign();
                while (figures.parked() < PARKED) {
                    session.round();
                }
                TestKeys.install("pkcs1.pem", Path.of(args[0]), Records.CORP, 3);
                keys.reload();
                while (figures.parked() > PARKED - COMING || session.round()) {
                    session.round();
                }
            }
            if (log.resolved() != COMING || COMING <= ReleaseContext.SLICE_RECORDS) {
                throw new IllegalStateException("released: " + log.resolved());
            }
        }

        private static Decryption event(long seq, byte[] value) {
            RecordIdentity identity = new RecordIdentity(Records.CORP, seq, "m-" + seq, 3);
            return new Decryption(
                    new Outcome.Event(new byte[0], value, identity, Optional.empty(), List.of()), Map.of());
        }
    }
}
