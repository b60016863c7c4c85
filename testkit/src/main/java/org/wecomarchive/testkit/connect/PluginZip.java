package org.wecomarchive.testkit.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The zip that a module's build makes of its connector, unpacked for a worker.
 *
 * @param pluginPath the directory for {@code plugin.path}
 */
public record PluginZip(Path pluginPath) {

    private static final Pattern FOREIGN =
            Pattern.compile("(kafka|connect-(?!plugin-)|slf4j|zstd|lz4|snappy|flink|simulator|testkit).*");

    /**
     * Unpacks it.
     *
     * @param buildFolder holds the zip, and no other one
     * @param into made if missing
     * @throws IOException if there is no zip, or more than one
     */
    public static PluginZip unpack(Path buildFolder, Path into) throws IOException {
        List<Path> zips = below(buildFolder, 1, ".zip");
        if (zips.size() != 1) {
            throw new IOException("not one zip but " + zips.size() + " in " + buildFolder);
        }
        try (InputStream bytes = Files.newInputStream(zips.get(0));
                ZipInputStream content = new ZipInputStream(bytes)) {
            for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                copy(content, entry, into.resolve(entry.getName()));
            }
        }
        return new PluginZip(into);
    }

    /** The names of the jars in it. */
    public List<String> jars() throws IOException {
        return below(pluginPath, Integer.MAX_VALUE, ".jar").stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
    }

    /** The names of jars that must not be in it: those that a worker already has, and test libraries. */
    public List<String> foreignJars() throws IOException {
        return jars().stream().filter(jar -> FOREIGN.matcher(jar).matches()).toList();
    }

    private static void copy(InputStream content, ZipEntry entry, Path target) throws IOException {
        Files.createDirectories(entry.isDirectory() ? target : target.getParent());
        if (!entry.isDirectory()) {
            Files.copy(content, target);
        }
    }

    private static List<Path> below(Path folder, int depth, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
