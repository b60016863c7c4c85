package org.wecomarchive.sinkelasticsearch;

import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.wecomarchive.connectplugin.TaskResources;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.sinkelasticsearch.bulk.BulkWriter;
import org.wecomarchive.sinkelasticsearch.cluster.Cluster;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.install.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.sinkelasticsearch.recall.RecallLoop;
import org.wecomarchive.sinkelasticsearch.recall.Reconciler;

/** Puts the parts of a task together. */
final class PipelineParts {

    private final SinkElasticsearchConfig config;
    private final SinkTaskContext context;
    private final Clock clock;
    private final TaskResources open;
    private final Recoveries recoveries = Recoveries.logged();
    private final SinkMetrics metrics;

    /** @param open takes what must be closed */
    PipelineParts(SinkElasticsearchConfig config, SinkTaskContext context, Clock clock, TaskResources open) {
        this.config = config;
        this.context = context;
        this.clock = clock;
        this.open = open;
        this.metrics = new SinkMetrics(context.pluginMetrics(), clock, recoveries);
    }

    /** @param first whether this task is the one that looks for recalled messages */
    Pipeline assemble(boolean first) {
        IndexTemplate template = config.template();
        RecordSerde<ChatEvent> serde = open.keep(RecordSerde.of(ChatEvent.class, config.registrySettings()));
        Cluster cluster = open.keep(ElasticsearchCluster.of(config.cluster()));
        IndexCatalog catalog = new IndexCatalog(cluster, template, metrics);
        BulkWriter writer = open.keep(writer(cluster, catalog));
        writer.prepare();
        Optional<RecallLoop> recalls =
                first ? Optional.of(open.keep(recalls(cluster, catalog, template.names()))) : Optional.empty();
        recalls.ifPresent(RecallLoop::start);
        return new Pipeline(
                new EventReader(serde),
                new SchemaRetry(recovery("the schemas of events"), clock),
                new EventDocuments(template.names(), clock),
                writer,
                recalls,
                new Rejections(Optional.ofNullable(context.errantRecordReporter()), metrics),
                new FlowControl(context, WritingConfig.bufferBytes(config), metrics),
                new EmptyIndexCheck(catalog, metrics));
    }

    private BulkWriter writer(Cluster cluster, IndexCatalog catalog) {
        return new BulkWriter(
                cluster,
                catalog,
                WritingConfig.limits(config),
                () -> recovery("elasticsearch"),
                Sleeper.system(),
                metrics);
    }

    private RecallLoop recalls(Cluster cluster, IndexCatalog catalog, IndexNames names) {
        Reconciler reconciler =
                new Reconciler(cluster, catalog, names, clock, WritingConfig.recallRetry(config), metrics);
        return new RecallLoop(
                reconciler,
                catalog,
                recovery("elasticsearch, marking recalled messages"),
                WritingConfig.recallInterval(config),
                Sleeper.system());
    }

    private Recovery recovery(String what) {
        Backoff backoff = WritingConfig.backoff(config);
        return recoveries.open(what, backoff, backoff.cap());
    }
}
