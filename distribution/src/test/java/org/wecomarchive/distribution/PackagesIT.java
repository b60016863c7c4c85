package org.wecomarchive.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What {@code mvn package -Pdist} puts into {@code target/packages}. */
final class PackagesIT {

    private static final Path PACKAGES = Path.of("target", "packages");
    private static final ObjectMapper JSON = new ObjectMapper();

    static boolean dpkgIsThere() {
        return Files.isExecutable(Path.of("/usr/bin/dpkg-deb"));
    }

    private static List<Path> packages(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(PACKAGES)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyFileHasItsSum() throws Exception {
        TreeSet<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(PACKAGES.resolve("SHA256SUMS"))) {
            String[] parts = line.split(" {2}", 2);
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(PACKAGES.resolve(parts[1])));
            assertThat(parts[0]).as(parts[1]).isEqualTo(HexFormat.of().formatHex(sum));
            listed.add(parts[1]);
        }
        assertThat(packages("").stream().map(file -> file.getFileName().toString()))
                .filteredOn(name -> !name.equals("SHA256SUMS"))
                .containsExactlyElementsOf(listed)
                .hasSize(13);
    }

    @Test
    void aBillOfMaterialsListsEveryJarOfAnotherOrigin() throws IOException {
        for (Path zip : packages(".zip")) {
            String module = zip.getFileName()
                    .toString()
                    .replaceFirst("wecom-archive-", "")
                    .replace(".zip", "");
            TreeSet<String> listed = new TreeSet<>();
            JSON.readTree(PACKAGES.resolve(module + ".cdx.json").toFile())
                    .path("components")
                    .forEach(part -> listed.add(part.path("name").asText() + "-"
                            + part.path("version").asText()));
            assertThat(jars(zip)).as(module).isNotEmpty().allSatisfy(jar -> assertThat(listed)
                    .anyMatch(name -> jar.equals(name + ".jar") || jar.startsWith(name + "-")));
        }
    }

    @Test
    void connectorsAreLaidOutForConfluentHub() throws IOException {
        assertThat(packages(".zip")).hasSize(3);
        for (Path file : packages(".zip")) {
            String folder = file.getFileName().toString().replace(".zip", "");
            try (ZipFile zip = new ZipFile(file.toFile())) {
                JsonNode manifest = JSON.readTree(zip.getInputStream(zip.getEntry(folder + "/manifest.json")));
                assertThat(folder)
                        .isEqualTo(manifest.path("name").asText() + "-"
                                + manifest.path("version").asText());
                assertThat(manifest.path("component_types").get(0).asText())
                        .isEqualTo(folder.contains("sink") ? "sink" : "source");
            }
        }
    }

    @Test
    @EnabledIf("dpkgIsThere")
    void debianPackagesHoldProgramUnitAndSettings() throws Exception {
        String decryptor = contents("decryptor");
        assertThat(decryptor)
                .containsPattern("-rwxr-xr-x root/root .* ./opt/wecom-archive/decryptor/bin/decryptor\n")
                .containsPattern("-rw-r--r-- root/root .* ./lib/systemd/system/wecom-decryptor.service\n")
                .containsPattern("-rw-r----- root/root .* ./etc/wecom-archive/decryptor.properties\n")
                .contains("./opt/wecom-archive/decryptor/THIRD-PARTY.txt", "./opt/wecom-archive/decryptor/LICENSE");
        assertThat(contents("archivectl"))
                .containsPattern("-rwxr-xr-x root/root .* ./opt/wecom-archive/archivectl/bin/archivectl\n")
                .containsPattern("-rw------- root/root .* ./etc/wecom-operator/archivectl.properties\n")
                .containsPattern("-rw-r--r-- root/root .* ./lib/systemd/system/wecom-restart.service\n")
                .contains("./usr/bin/archivectl -> /opt/wecom-archive/archivectl/bin/archivectl");
    }

    private static String contents(String program) throws IOException, InterruptedException {
        Path deb = packages(".deb").stream()
                .filter(file -> file.toString().contains("wecom-archive-" + program))
                .findFirst()
                .orElseThrow();
        Process list = new ProcessBuilder("dpkg-deb", "-c", deb.toString()).start();
        String lines = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(list.waitFor()).isZero();
        return lines;
    }

    /** Names of jars that are not ours. */
    private static List<String> jars(Path zip) throws IOException {
        try (ZipFile content = new ZipFile(zip.toFile())) {
            return content.stream()
                    .map(entry -> entry.getName().replaceFirst(".*/", ""))
                    .filter(name -> name.endsWith(".jar") && !name.contains("-0.1.0-SNAPSHOT"))
                    .toList();
        }
    }
}
