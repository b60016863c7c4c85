package org.wecomarchive.decryptor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.decryption.EventEncoding;
import org.wecomarchive.decryptor.decryption.KeyDecryption;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.erasure.ErasureLog;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.follow.RetryLoop;
import org.wecomarchive.decryptor.health.GroupStanding;
import org.wecomarchive.decryptor.health.HealthServer;
import org.wecomarchive.decryptor.health.Progress;
import org.wecomarchive.decryptor.health.Readiness;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.decryptor.metrics.KeyFigures;
import org.wecomarchive.decryptor.metrics.OutcomeMetrics;
import org.wecomarchive.decryptor.metrics.SdkCounts;
import org.wecomarchive.decryptor.parked.ParkedLookup;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.decryptor.prefetch.PrefetchPool;
import org.wecomarchive.decryptor.release.ReleaseContext;
import org.wecomarchive.decryptor.release.ReleaseFigures;
import org.wecomarchive.decryptor.release.ReleaseWork;
import org.wecomarchive.decryptor.stream.GroupOffsets;
import org.wecomarchive.decryptor.stream.HeldPartitions;
import org.wecomarchive.decryptor.stream.StreamClients;
import org.wecomarchive.decryptor.stream.ThreadReplacement;
import org.wecomarchive.decryptor.topology.DecryptTopology;
import org.wecomarchive.decryptor.topology.DecryptionChain;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;

/**
 * One instance of the decryptor: the stream, the release of parked records, the key ring, the vendor's library and the health endpoints.
 *
 * <p><b>Lifecycle.</b> {@link #start} once, {@link #close} at the end, also after a failed start. When {@link #ended}
 * completes exceptionally the instance has given up; it still has to be closed.
 *
 * <p><b>Threads.</b> {@link #close} and the observers are safe for any thread.
 */
public final class Decryptor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Decryptor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final DecryptorConfig config;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Recoveries recoveries = Recoveries.logged();
    private final Progress progress = new Progress();
    private final SdkCounts sdkCounts = new SdkCounts();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReleaseFigures releaseFigures = new ReleaseFigures(System::nanoTime);
    private final Readiness readiness;
    private final GroupOffsets offsets;
    private final FollowerClients followerClients;
    private final OpenResources resources = new OpenResources();
    private volatile Optional<KafkaStreams> stream = Optional.empty();
    private volatile boolean closing;
    private volatile InetSocketAddress httpAddress = InetSocketAddress.createUnresolved("closed", 0);

    /** An instance that has not opened anything yet. */
    public Decryptor(DecryptorConfig config) {
        this.config = config;
        this.offsets = new GroupOffsets(config.topics(), config.applicationId(), config.startFrom());
        this.followerClients = new FollowerClients(config);
        this.readiness = new Readiness(
                new Readiness.Observed(this::state, this::metrics), progress, config.healthStall(), System::nanoTime);
    }

    /**
     * Opens everything and starts the stream.
     *
     * @throws NotReadyException when Kafka, its topics or the registry do not answer in time
     * @throws FatalTroubleException when the configuration does not fit what is there; the message says which setting
     */
    public void start() throws NotReadyException {
        StartAttempts attempts = new StartAttempts(config.startTimeout(), backoff, this::pause, System::nanoTime);
        attempts.until("look up the names of the endpoints", config::requireAllowedEndpoints);
        Topics topics = config.topics();
        ScheduledExecutorService timer = timer();
        HealthServer health = resources.add(openHealth(), HealthServer::close);
        httpAddress = health.address();
        KeyRing keys = openKeys();
        checkTopics(attempts, topics);
        RecordSerde<RawRecord> raws = openSerde(RawRecord.class, topics.raw(), attempts);
        RecordSerde<ChatEvent> events = openSerde(ChatEvent.class, topics.events(), attempts);
        RecordDecryption.Clocks clocks = new RecordDecryption.Clocks(Clock.systemUTC(), System::nanoTime);
        PayloadDecryption payloads = new PayloadDecryption(openLibrary());
        RecordDecryption decryption = new RecordDecryption(
                (at, value) -> raws.decode(at.topic(), at.partition(), at.offset(), value),
                new KeyDecryption(keys),
                payloads,
                new EventEncoding(events::encode, config.eventsMaxBytes()),
                clocks);
        RecordSerde<Erasure> erasures = openSerde(Erasure.class, topics.erased(), attempts);
        ErasureLog orders = openErasures(attempts, erasures);
        DecryptionChain chain = new DecryptionChain(decryption, prefetch(decryption), orders, erasures::encode);
        ParkedLookup parked = resources.add(
                new ParkedLookup(
                        attempts.get("make a client for " + topics.parked(), followerClients::parked),
                        System::nanoTime),
                ParkedLookup::close);
        ThreadReplacement replacement = startStream(chain, figures(keys, chain.prefetch(), orders), parked, raws);
        RecordSerde<Command> commands = openSerde(Command.class, topics.commands(), attempts);
        ReleaseContext release = new ReleaseContext(
                topics,
                followerClients::release,
                chain.ofParked(),
                payloads,
                keys,
                ReleaseContext.SLICE_RECORDS,
                new ReleaseContext.Commands(commands::decode, commands::encode),
                clocks,
                releaseFigures);
        loop("release", "the release of parked records", new ReleaseWork(release), releaseFigures::interrupted)
                .start();
        repeat(timer, config.keysPoll(), keys::reload);
        watchGroup(topics);
        repeat(timer, Duration.ofSeconds(1), replacement::sample);
        log.info("decryptor of {} started, health on {}", topics.raw(), httpAddress);
    }

    /** With a timer of its own: brokers that do not answer hold up nothing else. */
    private void watchGroup(Topics topics) {
        Admin admin = resources.add(followerClients.boundedAdmin(), Admin::close);
        GroupStanding group = new GroupStanding(admin, topics.raw(), config.applicationId());
        repeat(timer(), Duration.ofSeconds(1), () -> readiness.sample(group::of));
    }

    private ScheduledExecutorService timer() {
        return resources.add(
                Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("decryptor-timer-%d", true)),
                ScheduledExecutorService::shutdownNow);
    }

    /** A failure of the timer's work would end it in silence: it ends the program instead. */
    private void repeat(ScheduledExecutorService timer, Duration period, Runnable work) {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        giveUp(e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private HealthServer openHealth() {
        try {
            return HealthServer.start(config.http(), readiness::status);
        } catch (IOException e) {
            throw new FatalTroubleException(
                    "cannot listen on " + config.http() + ": change http.address or http.port", e);
        }
    }

    private KeyRing openKeys() {
        try {
            return new KeyRing(
                    config.keysDir(),
                    config.keyFileAccess(),
                    config.keysPassword(),
                    RsaEngine.open(config.rsaProvider()),
                    System::nanoTime);
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new FatalTroubleException(e.getMessage(), e);
        }
    }

    private void checkTopics(StartAttempts attempts, Topics topics) throws NotReadyException {
        String brokers = " of Kafka at " + config.getString(DecryptorConfig.BOOTSTRAP_SERVERS);
        attempts.until("read the topics" + brokers + " (deploy/topics.yaml lists them)", () -> {
            try (Admin admin = followerClients.boundedAdmin()) {
                new TopicCheck(admin, topics, config.eventsMaxBytes()).run();
            }
        });
        attempts.until("read the committed offsets" + brokers, () -> {
            try (Admin admin = followerClients.boundedAdmin()) {
                offsets.check(admin);
            }
        });
    }

    private <T extends SpecificRecord> RecordSerde<T> openSerde(Class<T> type, String topic, StartAttempts attempts)
            throws NotReadyException {
        RecordSerde<T> serde = resources.add(RecordSerde.of(type, topic, config.registry()), RecordSerde::close);
        attempts.until("get the schema of " + topic + " from the registry", serde::prepare);
        return serde;
    }

    /** Read to their end before the first record: nothing that is erased may slip through at the start. */
    private ErasureLog openErasures(StartAttempts attempts, RecordSerde<Erasure> serde) throws NotReadyException {
        String topic = config.topics().erasures();
        ErasureLog orders = new ErasureLog(
                attempts.get("make a client for " + topic, followerClients::erasures),
                serde::decode,
                config.erasuresMaxRecords(),
                System::nanoTime);
        RetryLoop following = loop("erasures", "the orders of erasure", orders, failure -> {});
        attempts.until("read " + topic + " to its end", orders::catchUp);
        following.start();
        return orders;
    }

    /** Does not run yet. */
    private RetryLoop loop(String name, String what, RetryLoop.Work work, Consumer<FailureClass> failed) {
        RetryLoop loop = new RetryLoop(name, work, recovery(what), this::pause, failed, this::giveUp);
        return resources.add(loop, RetryLoop::close);
    }

    private FinanceSdk openLibrary() {
        try {
            return resources.add(FinanceSdks.open(config.sdk(), sdkCounts), FinanceSdk::close);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new FatalTroubleException("sdk.library: " + e.getMessage(), e);
        }
    }

    private Prefetch prefetch(RecordDecryption decryption) {
        int threads = config.decryptThreads();
        PrefetchPool pool = resources.add(
                new PrefetchPool(threads, config.sdk().decryptTimeout().multipliedBy(2)), PrefetchPool::close);
        return new Prefetch(decryption, pool, threads, config.decryptAheadMaxBytes(), System::nanoTime);
    }

    private List<Figure> figures(KeyRing keys, Prefetch prefetch, ErasureLog orders) {
        return Stream.of(
                        KeyFigures.of(keys),
                        sdkCounts.figures(),
                        prefetch.figures(),
                        releaseFigures.all(),
                        orders.figures())
                .flatMap(List::stream)
                .toList();
    }

    private ThreadReplacement startStream(
            DecryptionChain chain, List<Figure> figures, ParkedLookup parked, RecordSerde<RawRecord> raws) {
        Topology topology = DecryptTopology.of(
                config.topics(),
                chain.inStream(this::pause, System::nanoTime),
                metrics -> new OutcomeMetrics(metrics, figures, Clock.systemUTC()),
                progress,
                parked);
        Supplier<HeldPartitions> held = () -> new HeldPartitions(
                raws::requireSchema, () -> recovery("the schema of raw records"), progress::failed, System::nanoTime);
        StreamClients clients = new StreamClients(
                chain.prefetch(), offsets, held, recovery("making a client of the stream"), this::pause);
        KafkaStreams streams = new KafkaStreams(topology, StreamSettings.of(config), clients);
        ThreadReplacement replacement =
                new ThreadReplacement(recovery("decryption"), this::pause, progress::recordsDone, this::giveUp);
        streams.setUncaughtExceptionHandler(failure -> {
            progress.failed();
            return replacement.handle(failure);
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR && !closing) {
                ended.completeExceptionally(new FatalTroubleException("the stream has ended in error"));
            }
        });
        stream = Optional.of(resources.add(streams, this::leave));
        streams.start();
        return replacement;
    }

    private Recovery recovery(String what) {
        return recoveries.open(what, backoff, LONGEST_PAUSE);
    }

    /** Every pause ends when the program stops. */
    private boolean pause(Duration duration) {
        try {
            return !stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void giveUp(Throwable failure) {
        readiness.giveUp();
        if (ended.completeExceptionally(failure)) {
            log.error(
                    "decryption ends, and nothing of the record in hand is committed: {}",
                    RedactedException.of(failure).trace());
        }
    }

    private void leave(KafkaStreams streams) {
        boolean inTime = streams.close(CloseOptions.timeout(config.shutdownTimeout())
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!inTime) {
            log.warn("the stream did not stop within shutdown.timeout.ms: Kafka aborts its open transaction");
        }
    }

    /** Completes when the instance was closed, exceptionally when it has given up. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** State of the stream; {@code CREATED} until it has been started. */
    public KafkaStreams.State state() {
        return stream.map(KafkaStreams::state).orElse(KafkaStreams.State.CREATED);
    }

    /** Kafka's metrics of the stream and its clients, ours among them; empty until it has been started. */
    public Map<MetricName, ? extends Metric> metrics() {
        return stream.<Map<MetricName, ? extends Metric>>map(KafkaStreams::metrics)
                .orElse(Map.of());
    }

    /** What {@code /livez} and {@code /readyz} tell. */
    public Readiness.Status status() {
        return readiness.status();
    }

    /** Records that have got an outcome since start, each once; their transactions may still be open. */
    public long recordsDone() {
        return progress.recordsDone();
    }

    /** Where the health endpoints listen, once started. */
    public InetSocketAddress httpAddress() {
        return httpAddress;
    }

    /** Finishes the open transaction, leaves the group and releases everything; bounded by {@code shutdown.timeout.ms}. */
    @Override
    public void close() {
        closing = true;
        stopped.countDown();
        resources.close();
        if (ended.complete(null)) {
            log.info("decryptor stopped");
        }
    }
}
