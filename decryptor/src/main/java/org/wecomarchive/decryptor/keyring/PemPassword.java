package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The password of encrypted key files: the content of one file in UTF-8, or UTF-16 with its mark, without the line
 * break at its end.
 *
 * <p>It is read when it is needed and not kept. Its file has to be as private as the key files.
 */
public final class PemPassword {

    private static final long MOST_BYTES = 4096;

    private final Optional<Path> file;

    private PemPassword(Optional<Path> file) {
        this.file = file;
    }

    /** Encrypted key files are refused. */
    public static PemPassword none() {
        return new PemPassword(Optional.empty());
    }

    /** The password of this file, which need not be there before an encrypted key file is. */
    public static PemPassword in(Path file) {
        return new PemPassword(Optional.of(file));
    }

    /** What changes with the file; empty when there is none. */
    Optional<FileStamp> stamp() {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileStamp.of(file.get()));
        } catch (IOException e) {
            // Not there, or not to be looked at: reading it says why.
            return Optional.empty();
        }
    }

    /**
     * Reads the password; the caller wipes it.
     *
     * @throws KeyFileException when there is no usable password file; the message names {@code keyFile}
     */
    char[] read(Path keyFile, KeyFilePermissions permissions) throws KeyFileException {
        if (file.isEmpty()) {
            throw new KeyFileException("key file " + keyFile + " is encrypted: set keys.password.file");
        }
        try {
            permissions.check(file.get());
            if (Files.size(file.get()) > MOST_BYTES) {
                throw new KeyFileException("key file " + keyFile
                        + " is encrypted, and keys.password.file is larger than " + MOST_BYTES + " bytes");
            }
            return withoutLineBreak(Files.readAllBytes(file.get()));
        } catch (IOException e) {
            throw new KeyFileException("key file " + keyFile + " is encrypted, and keys.password.file cannot be read ("
                    + e.getClass().getName() + ")");
        }
    }

    private static char[] withoutLineBreak(byte[] bytes) {
        CharBuffer text = WrittenText.charset(bytes).decode(ByteBuffer.wrap(bytes));
        Arrays.fill(bytes, (byte) 0);
        int start = text.length() > 0 && text.get(0) == WrittenText.BYTE_ORDER_MARK ? 1 : 0;
        int length = text.length();
        while (length > start && (text.get(length - 1) == '\n' || text.get(length - 1) == '\r')) {
            length--;
        }
        char[] password = new char[length - start];
        text.position(start).get(password);
        Arrays.fill(text.array(), '\0');
        return password;
    }
}
