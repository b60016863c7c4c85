package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.connect.PluginZip;

/** The zip on a worker that has nothing of ours but the zip. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class PluginZipIT {

    @TempDir
    static Path directory;

    @Test
    void holdsNothingThatAWorkerBrings() throws Exception {
        PluginZip plugin = PluginZip.unpack(Path.of("target"), directory.resolve("content"));

        assertThat(plugin.jars())
                .anyMatch(jar -> jar.startsWith("ingestor-"))
                .anyMatch(jar -> jar.startsWith("finance-sdk-"))
                .anyMatch(jar -> jar.startsWith("egress-"))
                .anyMatch(jar -> jar.startsWith("connect-plugin-"))
                .anyMatch(jar -> jar.startsWith("recovery-"));
        assertThat(plugin.foreignJars()).isEmpty();
    }

    @Test
    void runsInIsolationWithServiceLoading(Servers servers, IngestorFixture fixture) throws Exception {
        PluginZip plugin = PluginZip.unpack(Path.of("target"), directory.resolve("plugins"));
        Optional<Path> library = SimulatorLibrary.install(
                Files.createDirectories(directory.resolve("library")),
                fixture.server().address());
        assumeTrue(library.isPresent(), "no C compiler, so there is no library to load");
        fixture.tenant().grow(50);
        Map<String, String> config = fixture.config();
        config.put("sdk.library", library.orElseThrow().toString());
        config.put("sdk.isolation", "process");

        try (ConnectWorkerProcess worker =
                ConnectWorkerProcess.startWith(plugin, directory, servers.bootstrapServers(), "plugin")) {
            worker.putConnector("plugin", config);

            assertThat(fixture.awaitRaw(50))
                    .extracting(IngestorFixture.Raw::seq)
                    .isEqualTo(fixture.seqs(0));
        }
    }
}
