package org.wecomarchive.quickstart.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the running build belongs to: its modules, their compiled classes and their sources. */
final class Checkout {

    private Checkout() {}

    /** Main classes of every module; fails when a module with sources is not compiled. */
    static JavaClasses mainClasses() {
        return importAll("classes");
    }

    /** Test classes of every module. */
    static JavaClasses testClasses() {
        return importAll("test-classes");
    }

    /** Every Java file below {@code src/main} of every module. */
    static List<Path> mainSources() {
        return modules().stream()
                .map(module -> module.resolve("src/main/java"))
                .filter(Files::isDirectory)
                .flatMap(Checkout::javaFiles)
                .toList();
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not inside a checkout: no .mvn above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    private static JavaClasses importAll(String output) {
        return new ClassFileImporter()
                .importPaths(modules().stream()
                        .map(module -> module.resolve("target").resolve(output))
                        .filter(Files::isDirectory)
                        .toList());
    }

    private static List<Path> modules() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
