package org.wecomarchive.sinkiceberg.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Files of the local file system that survive a power cut once they are closed.
 *
 * <p>A commit in the catalog is durable; so must be everything it names. Iceberg's own file access leaves what it wrote to
 * the operating system. Here closing a file forces its content and its directory's entries to the disk.
 */
public final class LocalFiles implements SupportsPrefixOperations {

    /** For Iceberg, which makes instances by the name of the class. */
    public LocalFiles() {}

    @Override
    public void initialize(Map<String, String> properties) {
        // Nothing to set.
    }

    @Override
    public InputFile newInputFile(String location) {
        return org.apache.iceberg.Files.localInput(Storage.localPath(location).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new DurableFile(location);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.delete(Storage.localPath(location));
        } catch (NoSuchFileException e) {
            throw new NotFoundException(e, "There is no file %s", location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a location of these files. */
    public static Path path(String location) {
        return Storage.localPath(location);
    }

    /** Files below a directory; none if it is not there. */
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        return () -> files(Storage.localPath(prefix));
    }

    @Override
    public void deletePrefix(String prefix) {
        listPrefix(prefix).forEach(file -> deleteFile(file.location()));
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    private static Iterator<FileInfo> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.<FileInfo>empty().iterator();
        }
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile)
                    .map(LocalFiles::describe)
                    .toList()
                    .iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileInfo describe(Path file) {
        try {
            return new FileInfo(
                    file.toString(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
