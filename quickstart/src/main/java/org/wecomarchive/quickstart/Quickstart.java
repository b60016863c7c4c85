package org.wecomarchive.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.Decryptor;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.decryptor.NotReadyException;
import org.wecomarchive.quickstart.books.Books;
import org.wecomarchive.quickstart.books.FirstFetch;
import org.wecomarchive.quickstart.books.Published;
import org.wecomarchive.quickstart.books.Stored;
import org.wecomarchive.quickstart.books.Watch;
import org.wecomarchive.quickstart.faults.FaultReport;
import org.wecomarchive.quickstart.health.Fetching;
import org.wecomarchive.quickstart.health.HealthCheck;
import org.wecomarchive.quickstart.pipeline.PipelineSettings;
import org.wecomarchive.quickstart.pipeline.Servers;
import org.wecomarchive.quickstart.pipeline.Store;
import org.wecomarchive.quickstart.pipeline.Stores;
import org.wecomarchive.quickstart.report.EventDigest;
import org.wecomarchive.quickstart.report.Messages;
import org.wecomarchive.quickstart.report.StoreTour;
import org.wecomarchive.quickstart.report.Summary;
import org.wecomarchive.quickstart.report.SummaryParts;
import org.wecomarchive.quickstart.run.FailureLog;
import org.wecomarchive.quickstart.run.LastRun;
import org.wecomarchive.quickstart.run.Stopping;
import org.wecomarchive.quickstart.run.UsageException;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.quickstart.tenant.SimulatedSource;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.quickstart.tenant.Trickle;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.ledger.Balance;

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
    private final Stopping stopping;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<String> problems = new ArrayList<>();
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);

    Quickstart(Options options, Workspace workspace, Screen screen, Clock clock, Stopping stopping) {
        this.options = options;
        this.workspace = workspace;
        this.screen = screen;
        this.out = screen.out();
        this.clock = clock;
        this.stopping = stopping;
    }

    /**
     * Runs to the end.
     *
     * @param topicsYaml the list of topics
     * @return whether everything there is has come to its end, and nothing waits for anybody
     * @throws UsageException before anything is started, if the directory or the library cannot be used
     */
    boolean run(Path topicsYaml) throws Exception {
        Instant begin = clock.instant();
        try (Source source = open()) {
            LastRun.here().remember(workspace.root());
            out.println("Reading " + source.description() + "; everything is in " + workspace.root() + ".");
            source.advice().ifPresent(out::println);
            // Before the worker begins with the connectors that the directory knows: they find the new records at once.
            source.grow(options.records());
            screen.stage("Starting Kafka, Connect, the schema registry"
                    + (options.stores().contains(Store.SEARCH) ? " and Elasticsearch" : ""));
            try (Servers servers = Servers.start(workspace, topics, topicsYaml, options.stores())) {
                stopping.requireGoingOn();
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
                return flow(servers, source, begin);
            }
        }
    }

    private Source open() throws IOException, UsageException {
        return options.realTenant().isPresent()
                ? options.realTenant().get().open(workspace)
                : new SimulatedSource(options.seed(), options.faults(), options.records()).open(workspace, clock);
    }

    private boolean flow(Servers servers, Source source, Instant begin) throws Exception {
        HealthCheck health = new HealthCheck(CONNECTOR, servers.worker()::failedForGood, source.keysDir(), clock);
        Watch watch = new Watch(servers.ledger(), source, health, screen, clock, stopping.latch());
        PipelineSettings settings = servers.settings(topics);
        Stores stores = servers.stores(workspace, options.stores());
        long before = servers.fetchedBefore();
        Books outcome;
        Optional<FaultReport> verdict;
        try (Decryptor decryptor = new Decryptor(new DecryptorConfig(settings.decryptor(source, workspace.state())))) {
            boolean started = start(decryptor, servers, source, stores);
            screen.stage("Fetching and decrypting");
            Watch.Seen seen = watch.untilDone(started ? STALLED : Duration.ZERO);
            stopping.requireGoingOn();
            if (!options.stores().isEmpty()) {
                screen.stage("Filling the stores");
            }
            Published published = published(seen.balance(), settings);
            Stored stored = watch.untilStored(() -> stores.stored(published), started ? STALLED : Duration.ZERO);
            stopping.requireGoingOn();
            screen.clear();
            outcome = outcome(seen, stored, before, source, seconds(begin, seen, settings, servers));
            verdict = summarize(outcome, seen, settings, stores, source);
            if (options.ending() == Options.Ending.STAY && started && failure.get() == null) {
                stay(source, watch, settings);
            }
            reportFailure();
        }
        if (options.ending() == Options.Ending.EXIT) {
            screen.stage("Counting once more");
            servers.worker().close();
            Balance balance = watch.balance();
            outcome = outcome.recounted(
                    source.size().orElse(balance.raw()),
                    balance,
                    stores.stored(published(balance, settings)),
                    before,
                    problems);
            screen.clear();
        }
        boolean succeeded = outcome.succeeded()
                && problems.isEmpty()
                && failure.get() == null
                && verdict.map(FaultReport::passed).orElse(true);
        if (!succeeded && !stopping.asked()) {
            workspace.keepLogs();
            out.println("The log is " + workspace.log() + ".");
        }
        if (options.ending() == Options.Ending.EXIT) {
            out.println(outcome.json(verdict.map(FaultReport::happened).orElse(Map.of())));
        }
        return succeeded;
    }

    /** What does not start is a problem for the summary to tell: the books are there in any case. */
    private boolean start(Decryptor decryptor, Servers servers, Source source, Stores stores)
            throws InterruptedException {
        PipelineSettings settings = servers.settings(topics);
        screen.stage("Starting the decryptor and the connectors");
        try {
            start(decryptor);
            stopping.requireGoingOn();
            servers.worker()
                    .putConnector(CONNECTOR, settings.connector(source, servers.rawPartitions(), options.records()));
            stores.connect(servers.worker().rest(), settings);
            stopping.requireGoingOn();
            return true;
        } catch (IOException | TimeoutException | NotReadyException | RuntimeException e) {
            FailureLog.log(e);
            problems.add("The pipeline does not start: " + RedactedException.sentence(e) + "; " + workspace.log()
                    + " says more.");
            out.println(problems.get(0));
            stopping.requireGoingOn();
            return false;
        }
    }

    private void start(Decryptor decryptor) throws NotReadyException {
        CompletableFuture<Void> unused = decryptor.ended().whenComplete((done, trouble) -> {
            if (trouble != null) {
                failure.set(trouble);
                stopping.latch().countDown();
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

    private Optional<FaultReport> summarize(
            Books outcome, Watch.Seen seen, PipelineSettings settings, Stores stores, Source source)
            throws InterruptedException {
        Summary summary = new Summary(out);
        summary.outcome(outcome);
        summary.troubles(seen.health());
        SummaryParts parts =
                new SummaryParts(screen, clock, stopping, clock.instant().plus(STALLED), problems);
        parts.add("the events", lines -> {
            EventDigest digest = EventDigest.read(settings, source);
            Summary texts = new Summary(lines);
            texts.types(digest);
            if (options.messages() == Messages.SHOWN) {
                texts.conversations(digest);
            }
        });
        StoreTour tour = new StoreTour(options.messages(), source::showable);
        if (stores.elasticsearch().isPresent()) {
            parts.add(
                    "the search index",
                    lines -> tour.search(stores.elasticsearch().get(), lines));
        }
        if (stores.warehouse().isPresent()) {
            parts.add("the cold store", lines -> tour.query(stores.warehouse().get(), lines));
        }
        AtomicReference<FaultReport> verdict = new AtomicReference<>();
        if (source.faultRun().isPresent()) {
            parts.add("what became of the faults", lines -> {
                verdict.set(source.faultRun()
                        .get()
                        .verdict(settings.bootstrapServers(), settings.topics(), settings.registry()));
                new Summary(lines).faults(verdict.get());
            });
        }
        return Optional.ofNullable(verdict.get());
    }

    private static Published published(Balance balance, PipelineSettings settings)
            throws IOException, InterruptedException, TimeoutException {
        CommittedRecords events = new CommittedRecords(
                settings.bootstrapServers(), settings.topics().events());
        return Published.read(events, balance.events(), balance.raw());
    }

    private Books outcome(Watch.Seen seen, Stored stored, long before, Source source, double seconds) {
        Balance balance = seen.balance();
        boolean complete = source.size().isPresent() || seen.health().fetching() == Fetching.CAUGHT_UP;
        return new Books(
                source.size().orElse(balance.raw()),
                balance,
                stored,
                balance.raw() - before,
                seconds,
                complete ? Books.Completeness.COMPLETE : Books.Completeness.UNKNOWN,
                seen.health().waitsFor());
    }

    /** From the first fetch of this run to its last outcome. */
    private static double seconds(Instant start, Watch.Seen seen, PipelineSettings settings, Servers servers)
            throws ExecutionException, InterruptedException, TimeoutException {
        return FirstFetch.after(
                        start, settings.bootstrapServers(), settings.topics().raw(), servers.rawPartitions())
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
                    + workspace.log() + " says more.");
        }
    }
}
