package org.wecomarchive.quickstart.tenant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.quickstart.run.UsageException;
import org.wecomarchive.quickstart.run.Workspace;

/**
 * How to reach a real tenant.
 *
 * @param library the vendor's libWeWorkFinanceSdk_C.so
 * @param corpId corp id
 * @param secretFile file that holds the secret of the archive application and nothing else
 * @param keysDir directory with {@code <corp>/<version>.pem}
 * @param proxy proxy URL, or empty
 */
public record RealTenant(Path library, String corpId, Path secretFile, Path keysDir, String proxy) {

    private static final Duration CALL = Duration.ofSeconds(2);

    /** What the decryptor refuses of key files, too. */
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /**
     * Loads the library once, in a process of its own, before anything else is started.
     *
     * @throws UsageException if it cannot be used, if others can read the secret, or if the workspace is for another tenant
     */
    public Source open(Workspace workspace) throws IOException, UsageException {
        workspace.identity("corp", Optional.of(corpId), "");
        if (!Collections.disjoint(OTHERS, Files.getPosixFilePermissions(secretFile))) {
            throw new UsageException(
                    "The option --secret-file names a file that others than its owner can read or write:"
                            + " chmod 600 " + secretFile + ".");
        }
        try {
            FinanceSdks.open(new SdkSettings(library.toString(), SdkSettings.Isolation.PROCESS, CALL))
                    .close();
        } catch (IllegalArgumentException e) {
            throw new UsageException("The option --library cannot be used: " + e.getMessage() + ".");
        }
        return source(advice(keysDir.resolve(corpId)));
    }

    /** The same without a look at the library, the secret and the keys. */
    public Source source() {
        return source(Optional.empty());
    }

    private Source source(Optional<String> advice) {
        return new Source(
                "the archive of " + corpId + " through " + library,
                advice,
                corpId,
                library.toString(),
                secretFile,
                keysDir,
                proxy,
                Optional.empty());
    }

    private static Optional<String> advice(Path keys) throws IOException {
        if (Files.isDirectory(keys)) {
            try (Stream<Path> files = Files.list(keys)) {
                if (files.anyMatch(file -> file.toString().endsWith(".pem"))) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of("There is no private key in " + keys
                + ": put <version>.pem there, readable by its owner only; records wait for it.");
    }
}
