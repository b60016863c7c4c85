package org.wecomarchive.simulator.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** The library as a C program sees it. */
@Timeout(600)
@EnabledIf(
        value = "org.wecomarchive.simulator.library.SimulatorLibrary#available",
        disabledReason = "no C compiler at build time: the C ABI is not tested")
class SimulatorLibraryIT {

    private static final int ABORTED = 128 + 6;
    private static final String CORP = "wwtest";
    private static final String SECRET = "secret";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    @TempDir
    private static Path dir;

    private static SimulatedTenant tenant;
    private static SimulatorServer server;
    private static AbiCheck program;

    @BeforeAll
    static void buildTheProgram() throws IOException, InterruptedException {
        tenant = SimulatedTenant.inMemory(
                TenantSettings.builder(CORP, SECRET, 11).rotations(100L).build(), Clock.systemUTC());
        tenant.grow(500);
        server = SimulatorServer.start(tenant);
        Path library = SimulatorLibrary.install(dir, server.address()).orElseThrow();
        program = AbiCheck.build(library, dir);
    }

    @AfterAll
    static void stopTheServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void calmTheServer() {
        server.conditions(CORP).delayAnswersBy(Duration.ZERO);
    }

    @Test
    void checksItsArgumentsAsTheVendorDoes() throws Exception {
        AbiCheck.Result result = program.run("arguments", CORP, SECRET);

        assertThat(result.text().lines())
                .containsExactly(
                        "init-null-handle 10000",
                        "init-null-corp 10000",
                        "init-empty-secret 10000",
                        "page-before-init 10000",
                        "media-before-init 10000",
                        "page-null-handle 10000",
                        "page-null-slice 10000",
                        "page-limit-0 10000",
                        "page-limit-1001 10000",
                        "page-limit-1000 0",
                        "page-null-proxy 0",
                        "page-http-proxy 0",
                        "page-wrong-proxy 10001",
                        "media-empty-id 10000",
                        "media-unknown-id 10005",
                        "decrypt-null-key 10000",
                        "decrypt-null-message 10000",
                        "decrypt-null-slice 10000",
                        "decrypt-short-key 10008",
                        "decrypt-odd-key 10008");
        assertThat(result.errors()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void fetchesAPage() throws Exception {
        AbiCheck.Result result = program.run("page", CORP, SECRET);

        JsonNode page = JSON.readTree(result.output());
        assertThat(page.path("chatdata")).hasSize(500);
        assertThat(page.at("/chatdata/499/seq").asLong()).isEqualTo(tenant.seqOf(499));
    }

    @Test
    void assemblesAFileFromItsChunks() throws Exception {
        JsonNode file = largeFile();

        AbiCheck.Result result =
                program.run("media", CORP, SECRET, file.path("sdkfileid").asText());

        assertThat(result.output()).hasSize(file.path("filesize").asInt()).hasSizeGreaterThan(524_288);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(result.output())))
                .isEqualTo(file.path("md5sum").asText());
    }

    @Test
    void givesUpAfterTheTimeout() throws Exception {
        server.conditions(CORP).delayAnswersBy(Duration.ofSeconds(20));

        AbiCheck.Result result = program.run("timeout", CORP, SECRET);

        assertThat(result.text()).startsWith("code 10001\n").matches("(?s).*seconds [1-9]\n");
    }

    @Test
    void countsWhatIsNotFreed() throws Exception {
        AbiCheck.Result result = program.run("leak");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errors()).isEqualTo("simulated finance sdk: not freed: 2 slices, 1 media structs\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"destroyed-handle", "freed-slice", "freed-twice", "short-message"})
    void endsTheProcessOnMisuse(String check) throws Exception {
        AbiCheck.Result result = program.run(check, CORP, SECRET);

        assertThat(result.exitCode()).isEqualTo(ABORTED);
        assertThat(result.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "====", "A====", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZW==="})
    void endsTheProcessOnIllegallyPaddedKeys(String key) throws Exception {
        AbiCheck.Result result = program.run("illegal-padding", key);

        assertThat(result.exitCode()).isEqualTo(ABORTED);
    }

    @Test
    void endsTheProcessWhenTwoThreadsUseOneHandle() throws Exception {
        server.conditions(CORP).delayAnswersBy(Duration.ofSeconds(3));

        AbiCheck.Result result = program.run("two-threads", CORP, SECRET);

        assertThat(result.exitCode()).isEqualTo(ABORTED);
    }

    /** The file message with the largest file. */
    private static JsonNode largeFile() throws IOException {
        JsonNode largest = JSON.createObjectNode();
        for (long index = 0; index < tenant.size(); index++) {
            if (tenant.expectedOutcome(tenant.seqOf(index)).event()) {
                JsonNode file =
                        JSON.readTree(tenant.plaintext(tenant.seqOf(index))).path("file");
                boolean whole = !file.path("md5sum").asText().isEmpty();
                if (whole
                        && file.path("filesize").asInt()
                                > largest.path("filesize").asInt()) {
                    largest = file;
                }
            }
        }
        return largest;
    }
}
