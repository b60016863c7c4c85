package org.wecomarchive.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.wecomarchive.quickstart.books.Published;
import org.wecomarchive.quickstart.search.SearchIndex;
import org.wecomarchive.recovery.ProgramSettings;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Makes the site of {@code deploy/bare-metal} by the blocks of that page, grows it, kills three of its processes at once, and
 * counts. Runs as root of a machine of its own, in the folder of the bundle; arguments: the page.
 */
final class BareMetalSite {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Path SITE = Path.of("/srv/site");
    private static final Path DEPLOY = SITE.resolve("files/deploy");
    private static final Path LOGS = Path.of("/var/log/wecom-site");
    private static final URI SEARCH = URI.create("https://es-1:9200");
    private static final Pattern SERVED = Pattern.compile("A simulated tenant of (\\d+) records");
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final ObjectMapper JSON = new ObjectMapper();

    private BareMetalSite() {}

    public static void main(String[] arguments) throws Exception {
        shell(script(Path.of(arguments[0])));
        say("the site runs");
        try (LedgerReader reader = new LedgerReader(kafka(), TOPICS)) {
            BoundedWait.of(LONG)
                    .<Exception>until(
                            "the first events", () -> reader.read(LONG).events().size() > 500);
            assertThat(series("up{job=~\"connect|decryptor\"} == 1")).isEqualTo(4);
            grow();
            killThreeAtOnce();
            long before = reader.read(LONG).events().size();
            BoundedWait.of(LONG)
                    .<Exception>until(
                            "events after the kills",
                            () -> reader.read(LONG).events().size() > before + 200);
            long source = stopGrowth();
            say("the source has " + source + " records");
            BoundedWait.of(LONG)
                    .<Exception>until(
                            "the books", () -> reader.read(LONG).balance().balancedWith(source));
            Ledger ledger = reader.read(LONG);
            say(ledger.balance().toString());
            countStores(ledger.balance());
        }
        assertThat(series("wecom_decrypt_records_total")).isPositive();
        nothingSecretIsInALog();
        say("all is as it should be");
    }

    /** The blocks as they stand; an Elasticsearch is there before the one that needs it. */
    private static String script(Path page) throws IOException {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (CommandBlocks.Block block : CommandBlocks.of(page)) {
            if (block.label().equals("search")) {
                script.append("certificate /srv/site/es.p12 es-1 es-2\n")
                        .append("run-service elasticsearch root ")
                        .append(String.join(
                                " ",
                                "java",
                                "-Xmx64m",
                                "-Dwecom.elasticsearch.home=" + System.getProperty("wecom.elasticsearch.home"),
                                "-cp",
                                "'" + System.getProperty("java.class.path") + "'",
                                ElasticsearchBehindTls.class.getName(),
                                "/var/lib/es",
                                "/srv/site/es.p12",
                                "/srv/site/ca/store",
                                "es-1",
                                "es-2"))
                        .append("\nuntil curl -sf https://es-1:9200/_cluster/health >/dev/null; do sleep 1; done\n");
            }
            script.append(block.commands());
        }
        return script.toString();
    }

    /** As docs/scaling.md says, while records come in. */
    private static void grow() throws Exception {
        shell("cd " + DEPLOY + " && archivectl topics apply --config " + SITE.resolve("archivectl.properties")
                + " --file topics.yaml --partitions events=48 --partitions raw=24");
        say("raw and events have more partitions");
    }

    private static void killThreeAtOnce() throws Exception {
        shell("kill -9 $(cat /run/wecom-site/{connect-1,kafka-2,decryptor-1}.pid)");
        say("connect-1, kafka-2 and decryptor-1 are killed");
    }

    /** The tenant served again, as it was and without growth. */
    private static long stopGrowth() throws Exception {
        shell(
                "kill $(cat /run/wecom-site/tenant.loop) && kill $(cat /run/wecom-site/tenant.pid)\n"
                        + "while [ -e /proc/$(cat /run/wecom-site/tenant.pid) ]; do sleep 0.2; done\n"
                        + DEPLOY
                        + "/bare-metal/run-service tenant-at-rest root java -Xmx256m -cp '/opt/wecom-trial/simulator/*'"
                        + " org.wecomarchive.simulator.SimulatorMain --dir /var/lib/wecom-trial --corp ww1 --rate 0 --records 1 --port 7070");
        List<Long> sizes = new ArrayList<>();
        BoundedWait.of(LONG).<IOException>until("the tenant", () -> {
            Path log = LOGS.resolve("tenant-at-rest.log");
            if (Files.exists(log)) {
                SERVED.matcher(Files.readString(log))
                        .results()
                        .map((MatchResult found) -> Long.parseLong(found.group(1)))
                        .forEach(sizes::add);
            }
            return !sizes.isEmpty();
        });
        return sizes.get(0);
    }

    private static void countStores(Balance balance) throws Exception {
        CommittedRecords published = new CommittedRecords(kafka(), TOPICS.events());
        long messages =
                Published.read(published, balance.events(), balance.raw()).messages();
        SearchIndex index = new SearchIndex(SEARCH);
        BoundedWait.of(LONG).<Exception>until("the search index", () -> index.documents() == messages);
        say(messages + " documents can be searched");
        RowCount events = new RowCount(balance.events(), balance.events());
        RowCount raw = new RowCount(balance.raw(), balance.raw());
        try (ColdStore cold = ColdStore.open(connector("wecom-cold-events"))) {
            BoundedWait.of(LONG)
                    .until(
                            "the cold events",
                            () -> cold.has("events") && cold.count("events").equals(events));
            BoundedWait.of(LONG)
                    .until(
                            "the cold raw records",
                            () -> cold.has("raw") && cold.count("raw").equals(raw));
        }
        say("the cold store holds " + events.rows() + " events and " + raw.rows() + " raw records");
    }

    private static void nothingSecretIsInALog() throws IOException {
        Set<String> secrets =
                new HashSet<>(Set.of(SimulatedTenant.MARKER, "BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY"));
        try (Stream<Path> files = Files.list(SITE.resolve("ca"))) {
            for (Path file : files.filter(file -> !file.getFileName().toString().contains("."))
                    .toList()) {
                String content =
                        Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                if (content.matches("[0-9a-f]{48}")) {
                    secrets.add(content);
                }
            }
        }
        secrets.add(Files.readString(Path.of("/var/lib/wecom-trial/secret")).strip());
        assertThat(secrets).as("secrets to look for").hasSizeGreaterThan(12);
        try (Stream<Path> logs = Files.list(LOGS)) {
            for (Path log : logs.toList()) {
                String text = Files.readString(log, StandardCharsets.ISO_8859_1);
                assertThat(secrets.stream().filter(text::contains).count())
                        .as("secrets in " + log.getFileName())
                        .isZero();
            }
        }
    }

    /** How many series a query of Prometheus has. */
    private static int series(String query) throws IOException, InterruptedException {
        URI url = URI.create(
                "http://127.0.0.1:9090/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        // Not made before the page has been followed: a JVM reads once which authorities the machine trusts.
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("data").path("result").size();
    }

    private static Map<String, Object> kafka() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        resolved(ProgramSettings.read(SITE.resolve("archivectl.properties"))).forEach((key, value) -> {
            if (key.startsWith("kafka.")) {
                settings.put(key.substring("kafka.".length()), value);
            }
        });
        return settings;
    }

    private static Map<String, String> connector(String name) throws IOException {
        return resolved(JSON.readValue(
                DEPLOY.resolve("connectors/" + name + ".json").toFile(), new TypeReference<Map<String, String>>() {}));
    }

    private static Map<String, String> resolved(Map<String, String> settings) {
        FileConfigProvider files = new FileConfigProvider();
        files.configure(Map.of());
        return new ConfigTransformer(Map.of("file", files)).transform(settings).data();
    }

    private static void shell(String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-euo", "pipefail")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = bash.outputWriter()) {
            in.write(commands + "\n");
        }
        assertThat(bash.waitFor()).as("exit code of the shell").isZero();
    }

    private static void say(String sentence) {
        System.out.println("==> " + sentence);
    }
}
