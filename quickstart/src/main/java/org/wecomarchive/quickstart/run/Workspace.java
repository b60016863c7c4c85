package org.wecomarchive.quickstart.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * The directory of a run.
 *
 * <p>Shape: {@code kafka/}, {@code registry/}, {@code search/} (Elasticsearch), {@code cold/} (the cold store), {@code logs/},
 * {@code library/}, {@code identity.properties} (what the directory is for), {@code lock}; and what is secret: {@code keys/}, {@code tenant/keys/} and {@code secret}. The directory
 * is readable by its owner only.
 *
 * <p>One run at a time: a second one is refused while the first holds the lock, which the system frees even after a kill -9.
 */
public final class Workspace implements AutoCloseable {

    private enum Keeping {
        KEPT,
        LOGS,
        NOTHING
    }

    private final Path root;
    private final FileChannel lock;
    private final Optional<Path> made;
    private volatile Keeping keeping;

    private Workspace(Path root, Keeping keeping, FileChannel lock, Optional<Path> made) {
        this.root = root;
        this.keeping = keeping;
        this.lock = lock;
        this.made = made;
    }

    /** Takes the directory, made if it is missing, or a temporary one that {@link #close} removes. */
    public static Workspace open(Optional<Path> dir) throws UsageException {
        try {
            if (dir.isPresent()) {
                return openNamed(dir.get());
            }
            Path temporary = Files.createTempDirectory("wecom-quickstart-");
            return new Workspace(temporary, Keeping.NOTHING, locked(temporary), Optional.of(temporary));
        } catch (IOException e) {
            String why = e instanceof AccessDeniedException
                    ? "this user may not write there"
                    : e instanceof NoSuchFileException
                            ? "none can be made there"
                            : e.getClass().getSimpleName();
            throw new UsageException(dir.map(root -> "The directory " + root + " cannot be used: " + why + ".")
                    .orElse("No temporary directory can be made: " + why + "; name a directory with --dir."));
        }
    }

    private static Workspace openNamed(Path root) throws IOException, UsageException {
        if (Files.exists(root)) {
            if (!Files.isDirectory(root)) {
                throw new UsageException("The option --dir names " + root + ", which is not a directory.");
            }
            if (isForeign(root)) {
                throw new UsageException("The directory " + root + " is not empty and not of an earlier run.");
            }
            return new Workspace(root, Keeping.KEPT, locked(root), Optional.empty());
        }
        Path made = root;
        while (made.getParent() != null && !Files.exists(made.getParent())) {
            made = made.getParent();
        }
        Files.createDirectories(root, ownerOnly("rwx------"));
        return new Workspace(root, Keeping.KEPT, locked(root), Optional.of(made));
    }

    /** Takes the directory of an earlier run; empty while a run is using it. */
    public static Optional<Workspace> openUnlessInUse(Path root) throws IOException {
        return lock(root).map(lock -> new Workspace(root, Keeping.KEPT, lock, Optional.empty()));
    }

    private static boolean isForeign(Path root) throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return !Files.exists(root.resolve("lock")) && children.findAny().isPresent();
        }
    }

    private static FileChannel locked(Path root) throws IOException, UsageException {
        return lock(root).orElseThrow(() -> new UsageException("The directory " + root + " is in use by another run."));
    }

    private static Optional<FileChannel> lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException ours) {
            // Another run in this JVM holds it; the same as in another.
        }
        channel.close();
        return Optional.empty();
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    /** Elasticsearch's directory. */
    public Path search() {
        return search(root);
    }

    public static Path search(Path root) {
        return root.resolve("search");
    }

    /** The warehouse of the cold store. */
    public Path cold() {
        return cold(root);
    }

    public static Path cold(Path root) {
        return root.resolve("cold");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of the run. */
    public Path log() {
        return logs().resolve("quickstart.log");
    }

    /** Also those of the servers in JVMs of their own, whose directories hold data as well. */
    private List<Path> logsOfAll() {
        return List.of(logs(), registry().resolve("registry.log"), search().resolve("elasticsearch.log"));
    }

    /** Private keys by corp and version, for the decryptor. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** What the simulated WeCom knows: its size and its own keys. */
    public Path tenant() {
        return root.resolve("tenant");
    }

    public Path library() {
        return root.resolve("library");
    }

    public Path state() {
        return root.resolve("state");
    }

    /** The kept secret of the archive application; made from {@code fresh} at the first call. */
    public Path secret(String fresh) throws IOException {
        Path file = root.resolve("secret");
        if (!Files.exists(file)) {
            Path unfinished = root.resolve("secret.new");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly("rw-------"));
            Files.writeString(unfinished, fresh);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    /**
     * What the directory is for: kept at the first call, compared at every later one.
     *
     * @param wanted value, or empty to take what is there
     * @param absent value where there is none
     * @throws UsageException if the directory is for something else
     */
    public String identity(String name, Optional<String> wanted, String absent) throws IOException, UsageException {
        Path file = root.resolve("identity.properties");
        Properties kept = Files.exists(file) ? Utils.loadProps(file.toString()) : new Properties();
        String value = kept.getProperty(name);
        if (value == null) {
            value = wanted.orElse(absent);
            kept.setProperty(name, value);
            Path unfinished = root.resolve("identity.properties.new");
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                kept.store(out, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        if (wanted.isPresent() && !wanted.get().equals(value)) {
            throw new UsageException("The directory " + root + " holds a run with the " + name + " " + value + ", not "
                    + wanted.get() + ".");
        }
        return value;
    }

    /** The run was refused before it began: a directory that it has made goes again. */
    public void discardIfMade() throws IOException {
        lock.close();
        if (made.isPresent()) {
            Removal.of(made.get());
        }
    }

    /** The run has failed: a temporary directory leaves its logs behind. */
    public void keepLogs() {
        if (keeping == Keeping.NOTHING) {
            keeping = Keeping.LOGS;
        }
    }

    /** Removes keys and secret, if the directory is temporary; the rest stays for the moment. */
    public void removeSecretsIfTemporary() {
        if (keeping != Keeping.KEPT) {
            List.of(root.resolve("secret"), keys(), tenant()).forEach(Removal::of);
        }
    }

    /** Removes all of it, logs too, if it is temporary. */
    public void removeIfTemporary() {
        if (keeping != Keeping.KEPT) {
            Removal.of(root);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (keeping == Keeping.NOTHING) {
            Removal.of(root);
        } else if (keeping == Keeping.LOGS) {
            removeSecretsIfTemporary();
            Removal.but(root, logsOfAll());
        }
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
