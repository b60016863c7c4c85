package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** The real command with a library, a secret and keys of one's own: whatever is wrong at the first try is said. */
@Timeout(1800)
class RealTenantIT {

    private static final String CORP = "wwfirsttry000000001";
    private static final String SECRET = "a-secret-of-the-test";
    private static final long RECORDS = 60;
    private static final int ADDRESS_NOT_TRUSTED = 301042;

    @TempDir
    Path temporary;

    private final List<QuickstartRun> runs = new ArrayList<>();
    private SimulatorServer server;
    private Path library;

    @BeforeAll
    static void needsTheCLibrary() {
        assumeTrue(SimulatorLibrary.available(), "the build had no C compiler");
    }

    @BeforeEach
    void serve() throws IOException {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder(CORP, SECRET, 12).build(), Clock.systemUTC());
        tenant.grow(RECORDS);
        tenant.writePrivateKeys(temporary.resolve("keys"));
        OwnerOnlyFiles.write(temporary.resolve("secret"), SECRET);
        server = SimulatorServer.start(0, List.of(tenant));
        Optional<Path> installed = SimulatorLibrary.install(temporary.resolve("library"), server.address());
        library = installed.orElseThrow();
    }

    @AfterEach
    void end() throws Exception {
        for (QuickstartRun run : runs) {
            run.kill();
        }
        server.close();
    }

    @Test
    void waitsForAPersonWhereTheAddressIsNotTrustedAndThenGoesOn() throws Exception {
        server.conditions(CORP).answerWithErrcode(ADDRESS_NOT_TRUSTED);
        QuickstartRun run = stay();
        run.awaitOutput("Nothing is fetched: GetChatData failed with 301042");
        run.awaitOutput("Going on with what people write");
        assertThat(run.output())
                .contains("add it to the archive's trusted IPs", "WECOM HAS NOT SAID THAT THIS IS ALL")
                .doesNotContain("the books balance");

        server.conditions(CORP).answerWithErrcode(0);

        run.awaitOutput("Over: Nothing is fetched: GetChatData failed with 301042");
    }

    @Test
    void failsWhereTheSecretIsWrong() throws Exception {
        OwnerOnlyFiles.write(temporary.resolve("wrong"), "of-another-application");

        JsonNode result = exit(temporary.resolve("wrong"), temporary.resolve("keys"));

        assertThat(result.get("balanced").asBoolean()).isFalse();
        assertThat(result.get("waitsFor").get(0).asText()).contains("40001", "the secret is wrong");
        assertThat(runs.get(0).output()).contains("Nothing is fetched: GetChatData failed with 40001");
    }

    @Test
    void failsWhereWeComIsAway() throws Exception {
        server.close();

        JsonNode result = exit(temporary.resolve("secret"), temporary.resolve("keys"));

        assertThat(result.get("balanced").asBoolean()).isFalse();
        assertThat(result.get("waitsFor").get(0).asText())
                .contains("Nothing is fetched: ", "network error", "It is tried again until it works.");
        assertThat(runs.get(0).output()).contains("WECOM HAS NOT SAID THAT THIS IS ALL");
    }

    @Test
    void namesTheKeyFileThatIsMissingAndBalancesOnceItIsThere() throws Exception {
        Path keys = Files.createDirectory(temporary.resolve("empty"));

        JsonNode parked = exit(temporary.resolve("secret"), keys);

        assertThat(parked.get("parked").asLong()).isEqualTo(RECORDS);
        assertThat(parked.get("waitsFor").get(0).asText())
                .contains(
                        "key version 1 of " + CORP,
                        keys.resolve(CORP).resolve("1.pem").toString());
        assertThat(runs.get(0).output())
                .contains("There is no private key in " + keys.resolve(CORP))
                .contains(RECORDS + " parked: Records of key version 1 of " + CORP);

        JsonNode released = exit(temporary.resolve("secret"), temporary.resolve("keys"));

        assertThat(released.get("balanced").asBoolean()).isTrue();
        assertThat(released.get("events").asLong()).isEqualTo(RECORDS);
        assertThat(released.get("parked").asLong()).isZero();
    }

    @Test
    void refusesALibraryThatIsNone() throws Exception {
        QuickstartRun run = start(Path.of("/etc/passwd"), temporary.resolve("secret"), temporary.resolve("keys"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .startsWith("The option --library cannot be used: /etc/passwd is not a Linux library")
                .hasLineCount(1);
    }

    @Test
    void refusesASecretThatOthersCanRead() throws Exception {
        Path secret = Files.writeString(temporary.resolve("readable"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        QuickstartRun run = start(library, secret, temporary.resolve("keys"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("chmod 600 " + secret).hasLineCount(1);
    }

    private QuickstartRun stay() throws IOException {
        return start(library, temporary.resolve("secret"), temporary.resolve("keys"));
    }

    private JsonNode exit(Path secretFile, Path keysDir) throws Exception {
        return start(library, secretFile, keysDir, "--exit").result();
    }

    private QuickstartRun start(Path sdk, Path secretFile, Path keysDir, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--library", sdk.toString(), "--corp", CORP));
        options.addAll(List.of("--secret-file", secretFile.toString(), "--keys-dir", keysDir.toString()));
        options.addAll(List.of("--no-search", "--no-cold"));
        options.addAll(List.of(more));
        QuickstartRun run = QuickstartRun.startStaying(
                temporary.resolve("kept"), temporary.resolve("out" + runs.size()), options.toArray(new String[0]));
        runs.add(run);
        return run;
    }
}
