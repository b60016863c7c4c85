package org.wecomarchive.quickstart.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.kafka.HangingTransactions;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.registry.RegistryServer;

/**
 * What a site has before ours comes: Kafka with its topics, a Connect worker, a schema registry, Elasticsearch if wanted.
 *
 * @param ledger reads the topics
 * @param fetchedBefore raw records of earlier runs
 */
public record Servers(
        EmbeddedKafka kafka,
        RegistryServer registry,
        Optional<ElasticsearchServer> elasticsearch,
        ConnectWorker worker,
        int rawPartitions,
        LedgerReader ledger,
        long fetchedBefore)
        implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Servers.class);
    private static final long START_SECONDS = 300;
    private static final long STOP_SECONDS = 60;
    private static final Duration READ_AT_MOST = Duration.ofSeconds(60);
    private static final String GROUP = "quickstart-connect";

    /** Starts them side by side, where one does not need the other. */
    public static Servers start(Workspace workspace, Topics topics, Path topicsYaml, Set<Store> stores)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<RegistryServer> registry = threads.submit(() -> RegistryServer.start(workspace.registry()));
            Future<Optional<ElasticsearchServer>> elasticsearch = threads.submit(() -> stores.contains(Store.SEARCH)
                    ? Optional.of(ElasticsearchServer.start(workspace.search()))
                    : Optional.empty());
            TopicCatalog catalog = TopicCatalog.load(topicsYaml);
            EmbeddedKafka kafka = EmbeddedKafka.start(workspace.kafka(), 1);
            HangingTransactions.end(kafka.bootstrapServers());
            catalog.createAll(kafka.bootstrapServers(), topics.prefix());
            LedgerReader ledger = new LedgerReader(Map.of("bootstrap.servers", kafka.bootstrapServers()), topics);
            // Before the worker begins with the connectors that it knows.
            long fetched = ledger.read(READ_AT_MOST).balance().raw();
            ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), GROUP, 1);
            return new Servers(
                    kafka,
                    registry.get(START_SECONDS, TimeUnit.SECONDS),
                    elasticsearch.get(START_SECONDS, TimeUnit.SECONDS),
                    worker,
                    catalog.topic("raw.v1").partitions(),
                    ledger,
                    fetched);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdown();
        }
    }

    public PipelineSettings settings(Topics topics) {
        return new PipelineSettings(kafka.bootstrapServers(), registry.url(), topics);
    }

    /** The stores that the workspace has for a run. */
    public Stores stores(Workspace workspace, Set<Store> wanted) {
        return new Stores(
                elasticsearch.map(server -> URI.create(server.url())),
                wanted.contains(Store.COLD) ? Optional.of(workspace.cold()) : Optional.empty());
    }

    @Override
    public void close() {
        ledger.close();
        worker.close();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        elasticsearch.ifPresent(server -> threads.execute(server::close));
        threads.execute(registry::close);
        threads.execute(kafka::close);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("not all servers have stopped within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
