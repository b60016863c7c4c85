package org.wecomarchive.distribution.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.distribution.site.Comparison;
import org.wecomarchive.distribution.site.Kept;
import org.wecomarchive.distribution.site.SearchStore;
import org.wecomarchive.distribution.site.Site;
import org.wecomarchive.distribution.site.Tenant;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.wait.BoundedWait;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the site of {@code deploy/bare-metal}, does what a {@link Plan} says to it while records come in, and compares source,
 * topics and stores. Runs as root of a machine of its own, in the folder of the bundle.
 *
 * <p>The last line of its output is a JSON object. Exit codes: 0 nothing differs, 1 something does, 2 there was no comparison.
 */
@Command(name = "bin/chaos")
public final class ChaosMain implements Callable<Integer> {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int RECORDS = 10_900;
    private static final int RATE = 25;
    private static final String FAULTS = "code=10001@every:40,errcode=45009@every:61,latency=2s@every:30,"
            + "truncated@every:53,abort@every:47,hang@every:301";

    @Option(names = "--kills", defaultValue = "25")
    private int kills;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--sabotage", defaultValue = "none", converter = LowerCase.class)
    private Sabotage sabotage;

    @Option(names = "--keep")
    private Optional<Path> keep = Optional.empty();

    /** Without one the site is there already. */
    @Parameters(paramLabel = "PAGE", arity = "0..1")
    private Optional<Path> page = Optional.empty();

    private ChaosMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChaosMain())
                .setExitCodeExceptionMapper(failure -> 2)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (page.isPresent()) {
            SiteActions.prepareDisk();
            Site.make(page.get());
            NetworkActions.prepare();
            awaitFirstEvents();
        }
        Timeline timeline = new Timeline(Clock.systemUTC());
        timeline.say("the site runs; seed " + seed);
        Tenant first = Tenant.first();
        first.serve(RECORDS, RATE, FAULTS);
        Tenant second = Tenant.second();
        SearchStore search = new SearchStore();
        long recovery;
        Comparison comparison;
        try (Flow flow = new Flow(timeline, search);
                Operator operator = new Operator(timeline)) {
            new Execution(timeline, flow, kills).run(new Plan(seed));
            awaitFlow(timeline, flow, operator);
            recovery = flow.longest().toSeconds();
            first.serve(1, 0, "");
            second.serve(1, 0, "");
            comparison = drained(source(first, second), search, timeline, operator);
        }
        if (Site.series("wecom_decrypt_records_total") == 0) {
            throw new IOException("Prometheus has no figures of the decryptors");
        }
        if (sabotage != Sabotage.NONE) {
            sabotage.act(search);
            comparison = Comparison.of(source(first, second), search);
        }
        comparison.findings().forEach(timeline::say);
        if (keep.isPresent()) {
            Kept.leaveIn(keep.get().resolve("kept"));
        }
        System.out.println(json(timeline, comparison, recovery));
        return comparison.agrees() ? 0 : 1;
    }

    private static Tenant.Records source(Tenant first, Tenant second) throws IOException {
        return first.records().and(second.records());
    }

    private static void awaitFirstEvents() throws IOException, InterruptedException, TimeoutException {
        try (LedgerReader reader = new LedgerReader(Site.kafka(), Site.TOPICS)) {
            BoundedWait.of(LONG)
                    .<RuntimeException>until(
                            "the first events", () -> reader.read(LONG).events().size() > 500);
        }
        BoundedWait.of(LONG)
                .<IOException>until(
                        "Prometheus to see all programs",
                        () -> Site.series("up{job=~\"connect|decryptor\"} == 1") == 4);
    }

    /** While there are new records: their absence would heal nothing. */
    private static void awaitFlow(Timeline timeline, Flow flow, Operator operator)
            throws IOException, InterruptedException {
        try {
            new BoundedWait(LONG, Duration.ofSeconds(5)).<IOException>until("records to flow", () -> {
                operator.look();
                return flow.healed();
            });
        } catch (TimeoutException e) {
            timeline.say("no record flows to " + flow.behind());
        }
    }

    /** The last of the comparisons that follow each other until nothing differs, or for ten minutes. */
    private static Comparison drained(Tenant.Records source, SearchStore search, Timeline timeline, Operator operator)
            throws IOException, InterruptedException, TimeoutException {
        timeline.say("the source has " + source.all().size() + " records and gets no more");
        Comparison[] last = {Comparison.of(source, search)};
        try {
            new BoundedWait(LONG, Duration.ofSeconds(5)).<Exception>until("the stores", () -> {
                operator.look();
                last[0] = Comparison.of(source, search);
                return last[0].lost() == 0;
            });
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            timeline.say("the stores do not agree: " + e.getMessage());
        }
        return last[0];
    }

    private String json(Timeline timeline, Comparison comparison, long recovery) {
        ObjectNode json = new ObjectMapper().createObjectNode().put("seed", seed);
        for (Action.Kind kind : Action.Kind.values()) {
            json.put(kind.field(), timeline.counted(kind));
        }
        return json.put("records", comparison.records())
                .put("events", comparison.events())
                .put("parked", comparison.parked())
                .put("deadLetters", comparison.deadLetters())
                .put("misjudged", comparison.misjudged())
                .put("lost", comparison.lost())
                .put("duplicated", comparison.duplicated())
                .put("outOfOrder", comparison.outOfOrder())
                .put("leaks", comparison.leaks())
                .put("operatorCommands", timeline.operatorCommands())
                .put("recoverySecondsMax", recovery)
                .put("sabotage", sabotage.name().toLowerCase(Locale.ROOT))
                .toString();
    }

    /** Names of sabotage as they are written in a command. */
    static final class LowerCase implements CommandLine.ITypeConverter<Sabotage> {

        @Override
        public Sabotage convert(String value) {
            return Sabotage.valueOf(value.toUpperCase(Locale.ROOT));
        }
    }
}
