package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the key files below one directory: {@code <corp_id>/<version>.pem}.
 *
 * <p>Names that do not fit are passed over; among them are the {@code ..data} links of a Kubernetes mount. The names come
 * from the directory, never from a record, so that no record can point elsewhere.
 */
final class KeyDirectory {

    private final Path root;

    KeyDirectory(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Every key file by the key it is named for. */
    Map<KeyId, Path> files() throws IOException {
        Map<KeyId, Path> files = new HashMap<>();
        try (DirectoryStream<Path> corps = Files.newDirectoryStream(root)) {
            for (Path corp : corps) {
                String corpId = corp.getFileName().toString();
                if (KeyId.isCorpId(corpId) && Files.isDirectory(corp)) {
                    addFiles(corpId, corp, files);
                }
            }
        }
        return files;
    }

    private static void addFiles(String corpId, Path corp, Map<KeyId, Path> files) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(corp)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)) {
                    KeyId.ofFile(corpId, entry.getFileName().toString()).ifPresent(id -> files.put(id, entry));
                }
            }
        }
    }
}
