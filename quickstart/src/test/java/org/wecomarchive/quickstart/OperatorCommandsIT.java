package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.cli.ArchivectlMain;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorStatus;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** What {@code archivectl} tells the pipeline, on all of it: a page that crashes the library, and payloads that do. */
@Timeout(600)
@ExtendWith(SharedServers.class)
class OperatorCommandsIT {

    private static final String CORP = "wwcommands00000001";
    private static final String CONNECTOR = "ingest-commands";
    private static final int RECORDS = 400;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final StringWriter said = new StringWriter();

    @Test
    void skipsAPageThatCrashesAndReleasesPayloadsThatDoAndRecordsBoth(RegistryServer registry) throws Exception {
        SimulatedTenant tenant = ScenarioStage.tenant(
                TenantSettings.builder(CORP, ScenarioStage.SECRET, 12)
                        .damageShare(0)
                        .faults(FaultPlan.parse("payload-abort@20,payload-abort@30"))
                        .build(),
                RECORDS);
        List<SimulatedRecord> source = tenant.after(0, RECORDS);
        long crashing = source.get(RECORDS / 2).seq();
        long before = source.get(RECORDS / 2 - 1).seq();
        try (ScenarioStage stage = ScenarioStage.raise(dir, registry, ScenarioStage.catalog(), tenant);
                ConnectWorker worker = ConnectWorker.start(stage.kafka().bootstrapServers());
                LedgerWatch ledger = new LedgerWatch(stage)) {
            Path settings = settings(stage, worker);
            stage.server().conditions(CORP).inject(FaultPlan.parse("abort@seq:" + crashing));
            stage.startDecryptor();
            worker.putConnector(CONNECTOR, connector(stage));
            String trace = awaitFailure(worker);
            int fetched = archivectl(settings, skip(before));
            int tooFar = archivectl(settings, skip(before + 1001));
            long fetchedWhenStuck = ledger.now().raw().size();

            int skipped = archivectl(settings, skip(crashing));
            int again = archivectl(settings, skip(crashing));
            int healthy = archivectl(settings, skip(crashing + 1));
            Ledger complete = ledger.once("all but one record has an outcome", books -> {
                Balance balance = books.balance();
                return balance.raw() == RECORDS - 1 && balance.balanced();
            });

            assertThat(trace).contains("FatalIngestException", "archivectl skip", "--through " + (before + 1));
            assertThat(List.of(fetched, tooFar, healthy)).containsOnly(1);
            assertThat(fetchedWhenStuck).isEqualTo(RECORDS / 2);
            assertThat(List.of(skipped, again)).containsOnly(0);
            assertThat(missing(source, complete)).containsExactly(crashing);
            assertThat(complete.balance().parked()).isEqualTo(2);
            assertThat(complete.balance().duplicates()).isZero();

            requireReleaseThatKeepsWhatCrashesAgain(settings, ledger);
            requireList(settings, before + 1, crashing);
        }
    }

    /** The payloads still crash: the release ends, says so, and nothing is lost. */
    private void requireReleaseThatKeepsWhatCrashesAgain(Path settings, LedgerWatch ledger) throws Exception {
        said.getBuffer().setLength(0);

        int released = archivectl(settings, "release", "--reason", "native-crash", "--wait", "120");

        assertThat(released).as("%s", said).isZero();
        assertThat(said.toString()).contains("completed", "events=0 parked=2 dead-letters=0 erased=0");
        Balance balance = ledger.now().balance();
        assertThat(balance.parked()).isEqualTo(2);
        assertThat(balance.balancedWith(RECORDS - 1)).as("%s", balance).isTrue();
    }

    /** Asked as an operator does, by the script. */
    private void requireList(Path settings, long from, long through) throws Exception {
        Path script = Path.of("..", "bin", "archivectl").toAbsolutePath().normalize();
        Process listing = new ProcessBuilder("bash", script.toString(), "commands", "--config", settings.toString())
                .redirectError(dir.resolve("archivectl.err").toFile())
                .start();

        String listed = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(listing.waitFor()).as("exit code with %s", listed).isZero();
        assertThat(listed.lines()).hasSize(2);
        assertThat(listed)
                .contains("skip  completed", "not-fetched=" + from + ".." + through, "why: crashes the library")
                .contains("release  completed");
    }

    private static List<Long> missing(List<SimulatedRecord> source, Ledger ledger) {
        return source.stream()
                .map(SimulatedRecord::seq)
                .filter(seq -> !ledger.raw().contains(CORP, seq))
                .toList();
    }

    private static Map<String, String> connector(ScenarioStage stage) {
        Map<String, String> config = stage.connector(CORP);
        // Halved after each crash: the fewer, the sooner it is known which record crashes.
        config.put("page.limit", "8");
        return config;
    }

    private static String awaitFailure(ConnectWorker worker) throws Exception {
        await().dontCatchUncaughtExceptions()
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> failed(worker.status(CONNECTOR)));
        return worker.status(CONNECTOR).tasks().get(0).trace();
    }

    private static boolean failed(ConnectorStatus status) {
        return !status.tasks().isEmpty() && status.tasks().get(0).state().equals("FAILED");
    }

    private static String[] skip(long through) {
        return new String[] {
            "skip",
            "--connector",
            CONNECTOR,
            "--corp",
            CORP,
            "--through",
            Long.toString(through),
            "--why",
            "crashes the library"
        };
    }

    private int archivectl(Path settings, String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = settings.toString();
        PrintWriter out = new PrintWriter(said, true);
        return ArchivectlMain.run(all, out, out);
    }

    private Path settings(ScenarioStage stage, ConnectWorker worker) throws IOException {
        Map<String, String> settings = Map.of(
                "kafka.bootstrap.servers", stage.kafka().bootstrapServers(),
                "schema.registry.url", stage.settings().registryUrl(),
                "auto.register.schemas", "true",
                "connect.url", worker.rest().base().toString());
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(dir.resolve("archivectl.properties"), text);
    }
}
