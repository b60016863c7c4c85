package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaKey;
import org.wecomarchive.decryptor.crypto.RsaKeyException;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.keyring.KeyDirectory.KeyId;

/**
 * The private keys by corp and version, as the files are now.
 *
 * <p><b>Shape.</b> {@code <keys.dir>/<corp_id>/<version>.pem}, for example {@code keys/ww1234567890abcdef/3.pem}.
 *
 * <p><b>Invariants.</b> Readers see one complete set of keys, swapped as a whole. A file that becomes unusable keeps its
 * last good key and is reported once for each change of the file; a file that is deleted takes its key away. A directory
 * that cannot be listed changes nothing. Refused files are read again when the password changes.
 *
 * <p><b>Threads.</b> Safe for any number; one scan at a time.
 */
public final class KeyRing {

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration LEAST_TIME_BETWEEN_DEMANDS = Duration.ofSeconds(1);

    private final Path root;
    private final PemFile pem;
    private final PemPassword password;
    private final RsaEngine engine;
    private final LongSupplier nanoTime;

    private volatile Map<KeyId, KeyFile> files = Map.of();
    private volatile long scannedAt;
    private volatile int latestRevision;
    private int revisions;
    private Optional<FileStamp> passwordStamp = Optional.empty();
    private boolean listingFailed;

    /** {@code revision} is that of the key, 0 without one. */
    private record KeyFile(FileStamp stamp, Optional<RsaKey> key, int revision, boolean refused) {}

    /**
     * Reads the directory for the first time.
     *
     * @param password for encrypted files
     * @param nanoTime monotonic clock in nanoseconds
     * @throws UncheckedIOException when {@code root} is not a directory that can be listed
     */
    public KeyRing(Path root, KeyFileAccess access, PemPassword password, RsaEngine engine, LongSupplier nanoTime) {
        this.root = root;
        this.pem = new PemFile(new KeyFilePermissions(access), password);
        this.password = password;
        this.engine = engine;
        this.nanoTime = nanoTime;
        try {
            scan();
        } catch (IOException e) {
            throw new UncheckedIOException("keys.dir " + root + " cannot be listed", e);
        }
    }

    /**
     * The key of a corp and version. When there is none the directory is read again first, at most once a second, so
     * that a key installed just before its first use is found.
     *
     * @throws MissingKeyException when there is no usable file for it
     */
    public RsaKey key(String corpId, long version) throws MissingKeyException {
        Optional<RsaKey> key = file(corpId, version).flatMap(KeyFile::key);
        if (key.isEmpty() && demandIsDue()) {
            reload();
            key = file(corpId, version).flatMap(KeyFile::key);
        }
        return key.orElseThrow(() -> new MissingKeyException(version));
    }

    private Optional<KeyFile> file(String corpId, long version) {
        return Optional.ofNullable(files.get(new KeyId(corpId, version)));
    }

    private boolean demandIsDue() {
        return nanoTime.getAsLong() - scannedAt >= LEAST_TIME_BETWEEN_DEMANDS.toNanos();
    }

    /** Reads again what has changed; never throws for a file, nor for a directory that cannot be listed now. */
    public synchronized void reload() {
        try {
            scan();
            listingFailed = false;
        } catch (IOException e) {
            scannedAt = nanoTime.getAsLong();
            if (!listingFailed) {
                log.error(
                        "{} cannot be listed ({}): the keys stay as they are",
                        root,
                        e.getClass().getName());
            }
            listingFailed = true;
        }
    }

    /**
     * A number that identifies the key in use for a corp and version; 0 if there is none. Each key that is loaded or replaced
     * gets a higher number than all before it. The numbers mean nothing to another process. Never reads a file.
     */
    public int revision(String corpId, long version) {
        return file(corpId, version).map(KeyFile::revision).orElse(0);
    }

    /** The highest {@link #revision} so far. While it does not change, no key was added or replaced. */
    public int latestRevision() {
        return latestRevision;
    }

    /** Whose RSA computes. */
    public RsaProvider provider() {
        return engine.provider();
    }

    /** How many keys can be used. */
    public int usableKeys() {
        return (int)
                files.values().stream().filter(file -> file.key().isPresent()).count();
    }

    /** How many files are refused: broken, or open to others. */
    public int refusedFiles() {
        return (int) files.values().stream().filter(KeyFile::refused).count();
    }

    private synchronized void scan() throws IOException {
        Map<KeyId, KeyFile> before = files;
        Map<KeyId, KeyFile> now = new HashMap<>();
        Optional<FileStamp> passwordNow = password.stamp();
        boolean passwordIsNew = !passwordNow.equals(passwordStamp);
        passwordStamp = passwordNow;
        try {
            for (Map.Entry<KeyId, Path> entry : KeyDirectory.files(root).entrySet()) {
                KeyId id = entry.getKey();
                read(id, entry.getValue(), Optional.ofNullable(before.get(id)), passwordIsNew)
                        .ifPresent(file -> now.put(id, file));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        before.keySet().stream()
                .filter(id -> !now.containsKey(id))
                .forEach(id -> log.info("key {} of corp {} is gone", id.version(), id.corpId()));
        files = Map.copyOf(now);
        latestRevision = revisions;
        scannedAt = nanoTime.getAsLong();
    }

    private Optional<KeyFile> read(KeyId id, Path path, Optional<KeyFile> before, boolean passwordIsNew) {
        FileStamp stamp;
        try {
            stamp = FileStamp.of(path);
        } catch (IOException e) {
            // Replaced at this moment: the next scan sees the file that takes its place.
            return before;
        }
        boolean again = passwordIsNew && before.filter(KeyFile::refused).isPresent();
        if (!again && before.isPresent() && before.get().stamp().equals(stamp)) {
            return before;
        }
        Optional<RsaKey> kept = before.flatMap(KeyFile::key);
        try {
            RsaKey key = engine.key(pem.read(path));
            log.info("key {} of corp {} is {}", id.version(), id.corpId(), kept.isPresent() ? "replaced" : "loaded");
            return Optional.of(new KeyFile(stamp, Optional.of(key), ++revisions, false));
        } catch (KeyFileException e) {
            log.error("{}; {}", e.getMessage(), consequence(kept));
        } catch (RsaKeyException e) {
            log.error("key file {} {}; {}", path, e.getMessage(), consequence(kept));
        } catch (IOException e) {
            log.error("key file {} cannot be read ({}); {}", path, e.getClass().getName(), consequence(kept));
        }
        return Optional.of(
                new KeyFile(stamp, kept, before.map(KeyFile::revision).orElse(0), true));
    }

    private static String consequence(Optional<RsaKey> kept) {
        return kept.isPresent() ? "the key read before stays in use" : "its records are parked until it is mended";
    }
}
