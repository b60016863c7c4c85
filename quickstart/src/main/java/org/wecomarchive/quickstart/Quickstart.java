package org.wecomarchive.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.Decryptor;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.decryptor.NotReadyException;
import org.wecomarchive.quickstart.faults.Surroundings;
import org.wecomarchive.quickstart.faults.Verdict;
import org.wecomarchive.quickstart.health.Fetching;
import org.wecomarchive.quickstart.health.Health;
import org.wecomarchive.quickstart.health.HealthCheck;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.quickstart.stores.CatchUp;
import org.wecomarchive.quickstart.stores.Published;
import org.wecomarchive.quickstart.stores.Stored;
import org.wecomarchive.quickstart.stores.Stores;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.LedgerReader;

/** One run: servers, connector and decryptor up, every record to its outcome, the books, and then what the user wants. */
final class Quickstart {

    private static final Logger log = LoggerFactory.getLogger(Quickstart.class);
    private static final String CONNECTOR = "ingestor";
    private static final Duration STALLED = Duration.ofMinutes(4);

    private final Options options;
    private final Workspace workspace;
    private final Screen screen;
    private final PrintStream out;
    private final Clock clock;
    private final CountDownLatch interrupted;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);

    /** @param interrupted counted down when the user has had enough */
    Quickstart(Options options, Workspace workspace, Screen screen, Clock clock, CountDownLatch interrupted) {
        this.options = options;
        this.workspace = workspace;
        this.screen = screen;
        this.out = screen.out();
        this.clock = clock;
        this.interrupted = interrupted;
    }

    /**
     * Runs to the end.
     *
     * @param topicsYaml the list of topics
     * @return whether the books balance
     */
    boolean run(Path topicsYaml) throws Exception {
        Instant begin = clock.instant();
        try (Source source = new SourceOpening(options, workspace, clock).open();
                Servers servers = Servers.start(workspace, topics, topicsYaml, options.stores());
                LedgerReader ledger = new LedgerReader(
                        Map.of("bootstrap.servers", servers.kafka().bootstrapServers()), topics)) {
            out.println("Reading " + source.description() + "; everything is in " + workspace.root() + ".");
            out.printf(
                    Locale.ROOT,
                    "Kafka at %s, schema registry at %s, Connect at %s%s; up after %.1f s.%n",
                    servers.kafka().bootstrapServers(),
                    servers.registry().url(),
                    servers.worker().rest().base(),
                    servers.elasticsearch()
                            .map(server -> ", Elasticsearch at " + server.url())
                            .orElse(""),
                    secondsSince(begin));
            source.advice().ifPresent(out::println);
            HealthCheck health = new HealthCheck(CONNECTOR, servers.worker()::failedForGood, source.keysDir(), clock);
            Watch watch = new Watch(ledger, source, health, screen, clock, interrupted);
            return flow(servers, source, watch);
        }
    }

    private boolean flow(Servers servers, Source source, Watch watch) throws Exception {
        PipelineSettings settings = servers.settings(topics);
        Stores stores = servers.stores(workspace, options.stores());
        CatchUp catchUp = new CatchUp(stores, clock, interrupted);
        long before = watch.balance().raw();
        source.grow(options.records());
        Instant start = clock.instant();
        Outcome outcome;
        Optional<Verdict> verdict;
        try (Decryptor decryptor = new Decryptor(new DecryptorConfig(settings.decryptor(source, workspace.state())))) {
            start(decryptor);
            servers.worker()
                    .putConnector(CONNECTOR, settings.connector(source, servers.rawPartitions(), options.records()));
            stores.connect(servers.worker().rest(), settings.sinks());
            Watch.Seen seen = watch.untilDone(STALLED);
            Stored stored = catchUp.await(published(seen.balance(), settings), STALLED);
            outcome = outcome(seen, stored, before, source, seconds(start, seen, settings, servers));
            summarize(outcome, seen.health(), settings, source);
            new StoreTour(stores, out, options.messages(), source::showable).show();
            verdict = verdict(settings, source);
            if (options.ending() == Options.Ending.STAY && failure.get() == null) {
                stay(source, watch, settings);
                before = outcome.balance().raw() - outcome.fetched();
            }
            reportFailure();
        }
        if (options.ending() == Options.Ending.EXIT) {
            servers.worker().close();
            Balance balance = watch.balance();
            Stored stored = new Stored(published(balance, settings), stores.counts());
            outcome = outcome.recounted(source.size().orElse(balance.raw()), balance, stored, before);
            out.println(outcome.json(verdict.map(Verdict::happened).orElse(Map.of())));
        }
        return outcome.succeeded()
                && failure.get() == null
                && verdict.map(Verdict::passed).orElse(true);
    }

    private Optional<Verdict> verdict(PipelineSettings settings, Source source)
            throws IOException, InterruptedException, TimeoutException {
        if (source.ordeal().isEmpty()) {
            return Optional.empty();
        }
        Verdict verdict = source.ordeal()
                .get()
                .verdict(new Surroundings(
                        settings.bootstrapServers(),
                        settings.registry(),
                        settings.topics(),
                        source.library(),
                        source.secretFile()));
        new Summary(out).faults(verdict);
        return Optional.of(verdict);
    }

    private void start(Decryptor decryptor) throws NotReadyException {
        CompletableFuture<Void> unused = decryptor.ended().whenComplete((done, trouble) -> {
            if (trouble != null) {
                failure.set(trouble);
                interrupted.countDown();
            }
        });
        decryptor.start();
    }

    private void stay(Source source, Watch watch, PipelineSettings settings)
            throws InterruptedException, TimeoutException {
        new Summary(out).howToLook(settings, workspace);
        out.println(
                source.size().isPresent()
                        ? "\nNew messages trickle in until Ctrl-C."
                        : "\nGoing on with what people write, until Ctrl-C.");
        try (Trickle trickle = new Trickle(source, options.rate())) {
            trickle.start();
            watch.untilInterrupted();
        }
    }

    private void summarize(Outcome outcome, Health health, PipelineSettings settings, Source source)
            throws IOException, InterruptedException, TimeoutException {
        Summary summary = new Summary(out);
        summary.outcome(outcome);
        summary.troubles(health);
        EventDigest digest = EventDigest.read(settings, source);
        summary.types(digest);
        if (options.messages() == Options.Messages.SHOWN) {
            summary.conversations(digest);
        }
    }

    private static Published published(Balance balance, PipelineSettings settings)
            throws IOException, InterruptedException, TimeoutException {
        CommittedRecords events = new CommittedRecords(
                settings.bootstrapServers(), settings.topics().events());
        return Published.read(events, balance.events(), balance.raw());
    }

    private static Outcome outcome(Watch.Seen seen, Stored stored, long before, Source source, double seconds) {
        Balance balance = seen.balance();
        boolean complete = source.size().isPresent() || seen.health().fetching() == Fetching.CAUGHT_UP;
        return new Outcome(
                source.size().orElse(balance.raw()),
                balance,
                stored,
                balance.raw() - before,
                seconds,
                complete ? Outcome.Completeness.COMPLETE : Outcome.Completeness.UNKNOWN,
                seen.health().waitsFor());
    }

    /** From the first fetch of this run to its last outcome. */
    private static double seconds(Instant start, Watch.Seen seen, PipelineSettings settings, Servers servers)
            throws ExecutionException, InterruptedException, TimeoutException {
        return FirstFetch.after(start, settings, servers.rawPartitions())
                .map(first ->
                        Math.max(0, Duration.between(first, seen.lastOutcome()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private double secondsSince(Instant begin) {
        return Duration.between(begin, clock.instant()).toMillis() / 1000.0;
    }

    private void reportFailure() {
        if (failure.get() != null) {
            log.error(
                    "the decryptor has given up: {}",
                    RedactedException.of(failure.get()).trace());
            out.println("The decryptor has given up: " + RedactedException.sentence(failure.get()) + "; "
                    + workspace.logs() + " says more.");
        }
    }
}
