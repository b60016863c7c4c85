package org.wecomarchive.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page {@code deploy/bare-metal}, block by block, with the packages of this build and without a network: three brokers, registry,
 * catalog, S3, two workers, two decryptors, both stores, Prometheus. See {@link BareMetalSite}.
 */
@Timeout(value = 45, unit = TimeUnit.MINUTES)
final class BareMetalIT {

    @Test
    void thePageMakesASiteThatLosesNothing(@TempDir Path machine) throws Exception {
        for (String program : List.of("unshare", "setpriv", "dpkg", "openssl", "unzip", "curl", "prometheus", "psql")) {
            assumeTrue(isThere(program), program + " is not installed");
        }
        for (String debianPackage : List.of("openjdk-17-jre-headless", "adduser")) {
            assumeTrue(isInstalled(debianPackage), debianPackage + " is not installed");
        }
        assumeTrue(canHaveAMachine(machine), "this account may not make namespaces and overlays");
        Path log = Path.of("target", "bare-metal.log").toAbsolutePath();
        Path bundle = unpacked(machine.resolve("bundle"));

        int code = inOwnMachine(
                machine.resolve("site"),
                bundle,
                log,
                "java",
                "-Xmx384m",
                "-Dwecom.elasticsearch.home="
                        + Path.of("..", "elasticsearch-server", "target", "server")
                                .toAbsolutePath(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                BareMetalSite.class.getName(),
                Path.of("..", "deploy", "bare-metal", "README.md")
                        .toAbsolutePath()
                        .toString());

        assertThat(code).as("see %s:%n%s", log, tail(log)).isZero();
    }

    /** The archive of {@code bin/airgap-bundle}. */
    private static Path unpacked(Path into) throws IOException, InterruptedException {
        Files.createDirectories(into);
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Path archive = files.filter(file -> file.toString().endsWith("-airgap.tar.gz"))
                    .findFirst()
                    .orElseThrow();
            Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", into.toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
        }
        try (Stream<Path> folders = Files.list(into)) {
            return folders.findFirst().orElseThrow();
        }
    }

    private static boolean canHaveAMachine(Path machine) throws Exception {
        return inOwnMachine(machine.resolve("try"), machine, machine.resolve("try.log"), "true") == 0;
    }

    private static int inOwnMachine(Path changes, Path folder, Path log, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(Path.of("src/test/sh/own-machine").toAbsolutePath().toString(), changes.toString()));
        line.addAll(List.of(command));
        Process machine = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return machine.waitFor();
        } finally {
            machine.destroyForcibly();
        }
    }

    private static boolean isInstalled(String debianPackage) throws IOException, InterruptedException {
        return new ProcessBuilder("dpkg", "-s", debianPackage)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static boolean isThere(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
