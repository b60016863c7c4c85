package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.iceberg.io.FileIO;
import org.wecomarchive.sinkiceberg.catalog.LocalFiles;

/** Data files as files of this machine: themselves, or copies in a directory where the table is elsewhere. */
final class LocalCopies {

    private final FileIO files;
    private final Path directory;

    LocalCopies(FileIO files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    Path of(String location) throws IOException {
        if (files instanceof LocalFiles) {
            return LocalFiles.path(location);
        }
        Path copy = Files.createTempFile(directory, "copy-", ".parquet").toAbsolutePath();
        try (InputStream input = files.newInputFile(location).newStream()) {
            Files.copy(input, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** Deletes a copy that is not needed; a file of the table stays. */
    void discard(Path local) throws IOException {
        if (!(files instanceof LocalFiles)) {
            Files.delete(local);
        }
    }
}
