package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * What changes when a file is replaced or rewritten.
 *
 * @param realPath the file behind all symbolic links: a Kubernetes mount is replaced by pointing a link elsewhere
 * @param inode identity within the file system
 * @param bytes size
 * @param modified last modification, as text with the file system's resolution
 * @param changed last change of content, permissions or owner
 */
record FileStamp(Path realPath, String inode, long bytes, String modified, String changed) {

    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(
                file.toRealPath(),
                Objects.toString(attributes.fileKey()),
                attributes.size(),
                attributes.lastModifiedTime().toString(),
                Files.getAttribute(file, "unix:ctime").toString());
    }
}
