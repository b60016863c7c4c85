package org.wecomarchive.quickstart;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.quickstart.stores.Store;
import org.wecomarchive.quickstart.stores.Stores;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.kafka.HangingTransactions;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.topics.TopicCatalog;

/** What a site has before ours comes: Kafka with its topics, a Connect worker, a schema registry, Elasticsearch if wanted. */
record Servers(
        EmbeddedKafka kafka,
        RegistryServer registry,
        Optional<ElasticsearchServer> elasticsearch,
        ConnectWorker worker,
        int rawPartitions)
        implements AutoCloseable {

    private static final long START_SECONDS = 300;
    private static final String GROUP = "quickstart-connect";

    /** Starts them side by side, where one does not need the other. */
    static Servers start(Workspace workspace, Topics topics, Path topicsYaml, Set<Store> stores)
            throws ExecutionException, InterruptedException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<RegistryServer> registry = threads.submit(() -> RegistryServer.start(workspace.registry()));
            Future<Optional<ElasticsearchServer>> elasticsearch = threads.submit(() -> stores.contains(Store.SEARCH)
                    ? Optional.of(ElasticsearchServer.start(workspace.search()))
                    : Optional.empty());
            Future<WithKafka> rest = threads.submit(() -> WithKafka.start(workspace, topics, topicsYaml));
            WithKafka started = rest.get(START_SECONDS, TimeUnit.SECONDS);
            return new Servers(
                    started.kafka(),
                    registry.get(START_SECONDS, TimeUnit.SECONDS),
                    elasticsearch.get(START_SECONDS, TimeUnit.SECONDS),
                    started.worker(),
                    started.rawPartitions());
        } finally {
            threads.shutdown();
        }
    }

    PipelineSettings settings(Topics topics) {
        return new PipelineSettings(kafka.bootstrapServers(), registry.url(), topics);
    }

    /** The stores that the workspace has for a run. */
    Stores stores(Workspace workspace, Set<Store> wanted) {
        return new Stores(
                elasticsearch.map(server -> URI.create(server.url())),
                wanted.contains(Store.COLD) ? Optional.of(workspace.cold()) : Optional.empty());
    }

    @Override
    public void close() {
        worker.close();
        elasticsearch.ifPresent(ElasticsearchServer::close);
        registry.close();
        kafka.close();
    }

    private record WithKafka(EmbeddedKafka kafka, ConnectWorker worker, int rawPartitions) {

        private static WithKafka start(Workspace workspace, Topics topics, Path topicsYaml) throws Exception {
            TopicCatalog catalog = TopicCatalog.load(topicsYaml);
            EmbeddedKafka kafka = EmbeddedKafka.start(workspace.kafka(), 1);
            HangingTransactions.end(kafka.bootstrapServers());
            catalog.createAll(kafka.bootstrapServers(), topics.prefix());
            ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), GROUP, 1);
            return new WithKafka(kafka, worker, catalog.topic("raw.v1").partitions());
        }
    }
}
