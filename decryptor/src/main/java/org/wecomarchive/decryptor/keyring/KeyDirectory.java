package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the key files below a directory: {@code <corp_id>/<version>.pem}, with a corp id of 1 to 64 letters, digits,
 * underscores and hyphens.
 *
 * <p>Names that do not fit are passed over; among them are the {@code ..data} links of a Kubernetes mount. The names come
 * from the directory, never from a record, so that no record can point elsewhere.
 */
final class KeyDirectory {

    private static final Pattern CORP_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern FILE_NAME = Pattern.compile("(0|[1-9][0-9]{0,17})\\.pem");

    /** Which key: a corp and the version of its public key ({@code publickey_ver}). */
    record KeyId(String corpId, long version) {}

    private KeyDirectory() {}

    /** Every key file by the key it is named for. */
    static Map<KeyId, Path> files(Path root) throws IOException {
        Map<KeyId, Path> files = new HashMap<>();
        try (DirectoryStream<Path> corps = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path corp : corps) {
                if (CORP_ID.matcher(corp.getFileName().toString()).matches()) {
                    addFiles(corp, files);
                }
            }
        }
        return files;
    }

    private static void addFiles(Path corp, Map<KeyId, Path> files) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(corp, Files::isRegularFile)) {
            for (Path entry : entries) {
                Matcher name = FILE_NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    files.put(new KeyId(corp.getFileName().toString(), Long.parseLong(name.group(1))), entry);
                }
            }
        }
    }
}
