package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories that earlier builds made: whoever keeps one goes on with it. */
@Timeout(600)
class KeptDirectoryIT {

    /** The cold tables hold absolute paths: the directory goes on only where it was made. */
    private static final Path DIR = Path.of("/tmp/wecom-archive-kept-e13f173");

    @TempDir
    Path temporary;

    @BeforeEach
    void unpack() throws IOException {
        remove();
        try (InputStream resource = KeptDirectoryIT.class.getResourceAsStream("/kept/e13f173.zip");
                ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = DIR.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
        onlyTheOwnerReads("secret");
        onlyTheOwnerReads("keys");
    }

    @AfterEach
    void remove() throws IOException {
        if (Files.exists(DIR)) {
            try (Stream<Path> all = Files.walk(DIR)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void goesOnWithADirectoryOfAnEarlierBuild() throws Exception {
        JsonNode result = QuickstartRun.start(DIR, temporary.resolve("out"), "--records", "40")
                .result();

        assertThat(result.get("source").asLong()).isEqualTo(100);
        assertThat(result.get("balanced").asBoolean()).isTrue();
        assertThat(result.get("duplicates").asLong()).isZero();
    }

    private static void onlyTheOwnerReads(String name) throws IOException {
        try (Stream<Path> all = Files.walk(DIR.resolve(name))) {
            for (Path path : all.toList()) {
                String mode = Files.isDirectory(path) ? "rwx------" : "rw-------";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        }
    }
}
