package org.wecomarchive.sinkelasticsearch;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.sinkelasticsearch.bulk.BulkWriter;
import org.wecomarchive.sinkelasticsearch.bulk.Setbacks;
import org.wecomarchive.sinkelasticsearch.cluster.Cluster;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.install.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.sinkelasticsearch.pace.Pauses;
import org.wecomarchive.sinkelasticsearch.pace.Sleeper;
import org.wecomarchive.sinkelasticsearch.recall.RecallLoop;
import org.wecomarchive.sinkelasticsearch.recall.Reconciler;

/** Puts the parts of a task together. */
final class PipelineParts {

    private final SinkElasticsearchConfig config;
    private final SinkTaskContext context;
    private final Clock clock;
    private final List<AutoCloseable> open;
    private final SinkMetrics metrics;

    /** @param open takes what must be closed, in the order of opening */
    PipelineParts(SinkElasticsearchConfig config, SinkTaskContext context, Clock clock, List<AutoCloseable> open) {
        this.config = config;
        this.context = context;
        this.clock = clock;
        this.open = open;
        this.metrics = new SinkMetrics(context.pluginMetrics(), clock);
    }

    /** @param first whether this task is the one that looks for recalled messages */
    Pipeline assemble(boolean first) {
        IndexTemplate template = config.template();
        RecordSerde<ChatEvent> serde = opened(RecordSerde.of(ChatEvent.class, config.registrySettings()));
        Cluster cluster = opened(ElasticsearchCluster.of(config.cluster()));
        IndexCatalog catalog = new IndexCatalog(cluster, template);
        BulkWriter writer = opened(new BulkWriter(cluster, catalog, WritingConfig.limits(config), setbacks(), metrics));
        writer.prepare();
        Optional<RecallLoop> recalls =
                first ? Optional.of(opened(recalls(cluster, catalog, template.names()))) : Optional.empty();
        recalls.ifPresent(RecallLoop::start);
        return new Pipeline(
                new EventReader(serde),
                new EventDocuments(template.names(), clock),
                writer,
                recalls,
                new Rejections(Optional.ofNullable(context.errantRecordReporter()), metrics),
                new FlowControl(context, WritingConfig.bufferBytes(config), metrics));
    }

    private RecallLoop recalls(Cluster cluster, IndexCatalog catalog, IndexNames names) {
        Reconciler reconciler = new Reconciler(cluster, names, clock, WritingConfig.recallRetry(config), metrics);
        return new RecallLoop(reconciler, catalog, setbacks(), WritingConfig.recallInterval(config), Sleeper.system());
    }

    private Setbacks setbacks() {
        return new Setbacks(new Pauses(WritingConfig.backoff(config), new Random()), Sleeper.system(), metrics);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }
}
