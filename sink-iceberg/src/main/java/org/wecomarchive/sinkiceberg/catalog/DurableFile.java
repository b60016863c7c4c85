package org.wecomarchive.sinkiceberg.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A local file to be written, whose content and name are on the disk when its stream is closed. */
final class DurableFile implements OutputFile {

    private final String location;
    private final Path path;

    DurableFile(String location) {
        this.location = location;
        this.path = Storage.localPath(location).toAbsolutePath();
    }

    @Override
    public PositionOutputStream create() {
        return open(StandardOpenOption.CREATE_NEW);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private PositionOutputStream open(StandardOpenOption... options) {
        try {
            Directories.createDurably(path.getParent());
            return DurableStream.open(path, options);
        } catch (FileAlreadyExistsException e) {
            throw new AlreadyExistsException(e, "The file %s exists", location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public InputFile toInputFile() {
        return org.apache.iceberg.Files.localInput(path.toFile());
    }
}
