package org.wecomarchive.sinkiceberg.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.kafka.common.utils.Utils;

/**
 * Files of the local file system that survive a power cut once they are closed.
 *
 * <p>A commit in the catalog is durable; so must be everything it names. Iceberg's own file access leaves what it wrote to
 * the operating system. Here closing a file forces its content and its directory's entries to the disk.
 */
public final class LocalFiles implements SupportsPrefixOperations {

    private static final Pattern FILE_SCHEME = Pattern.compile("^file:(//(?=/))?");

    /** For Iceberg, which makes instances by the name of the class. */
    public LocalFiles() {}

    @Override
    public InputFile newInputFile(String location) {
        return org.apache.iceberg.Files.localInput(path(location).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new DurableFile(location);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.delete(path(location));
        } catch (NoSuchFileException e) {
            throw new NotFoundException(e, "There is no file %s", location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a location, given as such or as a {@code file:} URI; nothing is decoded, as Iceberg encodes nothing. */
    public static Path path(String location) {
        return Path.of(FILE_SCHEME.matcher(location).replaceFirst(""));
    }

    /** Makes a directory and those above it that are missing, so that their entries are on the disk. */
    static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                createDirectory(parent);
            }
            // A directory that somebody else made meanwhile is as good; this one fails for a file in its place.
            Files.createDirectories(directory);
            Utils.flushDir(parent);
        }
    }

    /** Files below a directory; none if it is not there. */
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        if (!Files.isDirectory(path(prefix))) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(path(prefix))) {
            return found.filter(Files::isRegularFile).map(LocalFiles::describe).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void deletePrefix(String prefix) {
        listPrefix(prefix).forEach(file -> deleteFile(file.location()));
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
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
