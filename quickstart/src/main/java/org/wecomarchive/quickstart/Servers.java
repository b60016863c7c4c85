package org.wecomarchive.quickstart;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.topics.TopicCatalog;

/** What a site has before ours comes: Kafka with its topics, a Connect worker, a schema registry. */
record Servers(EmbeddedKafka kafka, RegistryServer registry, ConnectWorker worker, int rawPartitions)
        implements AutoCloseable {

    private static final long START_SECONDS = 120;
    private static final String GROUP = "quickstart-connect";

    /** Starts them side by side, where one does not need the other. */
    static Servers start(Workspace workspace, Topics topics, Path topicsYaml)
            throws ExecutionException, InterruptedException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<RegistryServer> registry = threads.submit(() -> RegistryServer.start(workspace.registry()));
            Future<WithKafka> rest = threads.submit(() -> WithKafka.start(workspace, topics, topicsYaml));
            WithKafka started = rest.get(START_SECONDS, TimeUnit.SECONDS);
            return new Servers(
                    started.kafka(),
                    registry.get(START_SECONDS, TimeUnit.SECONDS),
                    started.worker(),
                    started.rawPartitions());
        } finally {
            threads.shutdown();
        }
    }

    PipelineSettings settings(Topics topics) {
        return new PipelineSettings(kafka.bootstrapServers(), registry.url(), topics);
    }

    @Override
    public void close() {
        worker.close();
        registry.close();
        kafka.close();
    }

    private record WithKafka(EmbeddedKafka kafka, ConnectWorker worker, int rawPartitions) {

        private static WithKafka start(Workspace workspace, Topics topics, Path topicsYaml) throws Exception {
            TopicCatalog catalog = TopicCatalog.load(topicsYaml);
            EmbeddedKafka kafka = EmbeddedKafka.start(workspace.kafka(), 1);
            catalog.createAll(kafka.bootstrapServers(), topics.prefix());
            ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), GROUP, 1);
            return new WithKafka(kafka, worker, catalog.topic("raw.v1").partitions());
        }
    }
}
