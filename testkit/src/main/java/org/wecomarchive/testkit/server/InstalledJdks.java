package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds a JDK for a server that needs a newer one than ours. */
public final class InstalledJdks {

    private InstalledJdks() {}

    /**
     * Ours if it is as new as that; else the newest that is found.
     *
     * <p>Looked at are the environment variables whose names begin with {@code JAVA_HOME}, and the folders in which Linux
     * distributions, IntelliJ IDEA and SDKMAN put JDKs.
     */
    public static Optional<Jdk> ofAtLeast(int feature) {
        return Jdk.ours().feature() >= feature
                ? Optional.of(Jdk.ours())
                : newest(places(System.getenv(), Path.of(System.getProperty("user.home"))), feature);
    }

    /** The newest among the folders. */
    static Optional<Jdk> newest(Stream<Path> folders, int atLeast) {
        return folders.flatMap(folder -> read(folder).stream())
                .filter(jdk -> jdk.feature() >= atLeast)
                .max(Comparator.comparingInt(Jdk::feature));
    }

    private static Stream<Path> places(Map<String, String> environment, Path user) {
        Stream<Path> named = environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(variable -> Path.of(variable.getValue()));
        Stream<Path> installed = Stream.of(
                        Path.of("/usr/lib/jvm"),
                        user.resolve(".jdks"),
                        user.resolve(Path.of(".sdkman", "candidates", "java")))
                .flatMap(folder -> children(folder).stream());
        return Stream.concat(named, installed);
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static Optional<Jdk> read(Path folder) {
        Path release = folder.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(folder.resolve(Path.of("bin", "java")))) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
            return Optional.of(new Jdk(folder, Runtime.Version.parse(version).feature()));
        } catch (IOException | IllegalArgumentException notAJdk) {
            return Optional.empty();
        }
    }
}
