package org.wecomarchive.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledJdksTest {

    @TempDir
    Path folder;

    @Test
    void isTheNewestOfThoseThatAreNewEnough() throws IOException {
        Path eight = jdk("eight", "1.8.0_402");
        Path seventeen = jdk("seventeen", "17.0.15");
        Path twentyFive = jdk("twenty-five", "25");

        assertThat(InstalledJdks.newest(Stream.of(eight, twentyFive, seventeen), 21))
                .contains(new Jdk(twentyFive, 25));
        assertThat(InstalledJdks.newest(Stream.of(eight, seventeen), 21)).isEmpty();
    }

    @Test
    void isNoFolderOfAnotherKind() throws IOException {
        Path unknown = jdk("unknown", "?");
        Path withoutJava = Files.createDirectories(folder.resolve("without"));
        Files.writeString(withoutJava.resolve("release"), "JAVA_VERSION=\"25\"\n");

        assertThat(InstalledJdks.newest(Stream.of(unknown, withoutJava, folder.resolve("none")), 17))
                .isEmpty();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.createFile(java);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n")
                .getParent();
    }
}
