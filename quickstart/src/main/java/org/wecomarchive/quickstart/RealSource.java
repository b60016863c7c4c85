package org.wecomarchive.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.quickstart.faults.FaultRun;

/** A real tenant behind the vendor's library. */
record RealSource(Options.RealTenant tenant) implements Source {

    private static final Duration CALL = Duration.ofSeconds(2);

    /**
     * Loads the library once, in a process of its own, before anything else is started.
     *
     * @throws UsageException if it cannot be used, or if others can read the secret
     */
    static RealSource open(Options.RealTenant tenant) throws IOException, UsageException {
        requireOwnersOnly(tenant.secretFile());
        SdkSettings settings = new SdkSettings(tenant.library().toString(), SdkSettings.Isolation.PROCESS, CALL);
        try {
            FinanceSdks.open(settings).close();
            return new RealSource(tenant);
        } catch (IllegalArgumentException e) {
            throw new UsageException("The option --library cannot be used: " + e.getMessage() + ".");
        }
    }

    /** As the decryptor asks of key files. */
    private static void requireOwnersOnly(Path secretFile) throws IOException, UsageException {
        Set<PosixFilePermission> others = EnumSet.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
        others.retainAll(Files.getPosixFilePermissions(secretFile));
        if (!others.isEmpty()) {
            throw new UsageException(
                    "The option --secret-file names a file that others than its owner can read or write:"
                            + " chmod 600 " + secretFile + ".");
        }
    }

    @Override
    public String description() {
        return "the archive of " + tenant.corpId() + " through " + tenant.library();
    }

    @Override
    public Optional<String> advice() throws IOException {
        Path keys = tenant.keysDir().resolve(tenant.corpId());
        return hasKeys(keys)
                ? Optional.empty()
                : Optional.of("There is no private key in " + keys
                        + ": put <version>.pem there, readable by its owner only; records wait for it.");
    }

    private static boolean hasKeys(Path keys) throws IOException {
        if (!Files.isDirectory(keys)) {
            return false;
        }
        try (Stream<Path> files = Files.list(keys)) {
            return files.anyMatch(file -> file.toString().endsWith(".pem"));
        }
    }

    @Override
    public String corpId() {
        return tenant.corpId();
    }

    @Override
    public String library() {
        return tenant.library().toString();
    }

    @Override
    public Path secretFile() {
        return tenant.secretFile();
    }

    @Override
    public Path keysDir() {
        return tenant.keysDir();
    }

    @Override
    public String proxy() {
        return tenant.proxy();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Map<String, String> connectorSettings(long newRecords) {
        return Map.of();
    }

    @Override
    public Map<String, String> decryptorSettings() {
        return Map.of();
    }

    @Override
    public Optional<FaultRun> faultRun() {
        return Optional.empty();
    }

    @Override
    public void grow(long records) {
        // People write the messages.
    }

    @Override
    public String showable(String text) {
        return text;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
