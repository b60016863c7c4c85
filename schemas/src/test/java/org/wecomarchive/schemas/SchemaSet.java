package org.wecomarchive.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The schemas in one directory of {@code .avsc} files.
 *
 * @param name of the directory, the version of a release
 * @param directory holds a file per schema, named as the record
 */
record SchemaSet(String name, Path directory) {

    private static final Path RELEASED = Path.of("released");

    static SchemaSet current() {
        return new SchemaSet("current", Path.of("src", "main", "resources", "avro"));
    }

    /** Every release, and the one in the making. */
    static List<SchemaSet> releases() {
        try (Stream<Path> directories = Files.list(RELEASED)) {
            return directories
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(directory -> new SchemaSet(directory.getFileName().toString(), directory))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The release that the version of the POM leads to: its files are the current ones. */
    static SchemaSet inTheMaking() {
        String version = System.getProperty("project.version").replace("-SNAPSHOT", "");
        return new SchemaSet(version, RELEASED.resolve(version));
    }

    /** File contents by file name. */
    Map<String, String> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString(), SchemaSet::read, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Schemas by record name; each file stands alone, as whoever registers it by hand needs it. */
    Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new TreeMap<>();
        files().values().forEach(text -> {
            Schema schema = new Schema.Parser().parse(text);
            schemas.put(schema.getName(), schema);
        });
        return schemas;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
