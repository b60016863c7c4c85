package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Refuses private keys that other accounts of the machine could read or replace.
 *
 * <p>The file behind symbolic links counts. Its owner must be the account of this process or root.
 */
final class KeyFilePermissions {

    private static final int ROOT = 0;

    private final KeyFileAccess access;

    KeyFilePermissions(KeyFileAccess access) {
        this.access = access;
    }

    /**
     * Checks one file.
     *
     * @throws KeyFileException when others may touch it
     * @throws IOException when its attributes cannot be read
     */
    void check(Path file) throws IOException, KeyFileException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        Set<PosixFilePermission> allowed =
                PosixFilePermissions.fromString(access == KeyFileAccess.OWNER ? "rwx------" : "rwxr-----");
        if (!allowed.containsAll(permissions)) {
            throw new KeyFileException("key file " + file + " has the permissions "
                    + PosixFilePermissions.toString(permissions) + ": " + remedy());
        }
        int owner = owner(file);
        if (owner != ROOT && owner != owner(Path.of("/proc/self"))) {
            throw new KeyFileException("key file " + file + " belongs to user id " + owner
                    + ": it must belong to root or to the user this program runs as");
        }
    }

    private String remedy() {
        return access == KeyFileAccess.OWNER
                ? "it must be readable by its owner only (chmod 600), or set keys.access=group for a Kubernetes mount"
                : "it may be readable by its owner and group only (chmod 440)";
    }

    private static int owner(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }
}
