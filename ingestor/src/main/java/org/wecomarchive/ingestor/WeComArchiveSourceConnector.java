package org.wecomarchive.ingestor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.connectplugin.ConnectRules;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.Validation;
import org.wecomarchive.ingestor.cursor.LastRecord;
import org.wecomarchive.ingestor.cursor.OffsetChange;
import org.wecomarchive.ingestor.rawtopic.RawTopicSearch;
import org.wecomarchive.recovery.Timing;

/**
 * Kafka Connect source connector that pulls one corp's WeCom chat archive, still encrypted, exactly once.
 *
 * <p><b>Output.</b> {@code <prefix>.raw.v1}, {@code <prefix>.gaps.v1}, {@code <prefix>.calls.v1}. <b>Position.</b> See {@link
 * org.wecomarchive.ingestor.cursor.SourceOffsets}. <b>Errors.</b> {@link #validate} attaches each to its key; tasks wait for
 * trouble that heals and stop with a {@link org.wecomarchive.ingestor.fetch.FatalIngestException} for what does not.
 *
 * <p>Source of the connector contract: <a href="https://cwiki.apache.org/confluence/x/swxRBg">KIP-618</a> (exactly once), <a
 * href="https://cwiki.apache.org/confluence/x/Io3GDQ">KIP-875</a> (offsets).
 */
public final class WeComArchiveSourceConnector extends SourceConnector {

    private static final Logger log = LoggerFactory.getLogger(WeComArchiveSourceConnector.class);
    private static final ConnectRules RULES =
            ConnectRules.ofSource(IngestorConfig.DEFINITION.names(), IngestorConfig::passesOn);

    private Map<String, String> settings = Map.of();

    /** For Kafka Connect. */
    public WeComArchiveSourceConnector() {}

    @Override
    public void start(Map<String, String> props) {
        new IngestorConfig(props);
        settings = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return WeComArchiveSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(settings);
    }

    @Override
    public void stop() {
        settings = Map.of();
    }

    @Override
    public ConfigDef config() {
        return IngestorConfig.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        new Validation(config, connectorConfigs)
                .refuse(RULES.refusals(connectorConfigs))
                .refuse(IngestorConfig.combinations(connectorConfigs))
                .refuseEndpoints()
                .tryConnections(() -> new IngestorConfig(connectorConfigs).trials());
        return config;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        IngestorConfig config = new IngestorConfig(connectorConfig);
        try {
            OffsetChange.check(config.corpId(), config.rawPartitions(), offsets);
            lastRecord(config).ifPresent(last -> OffsetChange.checkNear(last.seq(), offsets));
        } catch (IllegalArgumentException e) {
            throw new ConnectException(e.getMessage());
        }
        return true;
    }

    /** Empty where the raw topic cannot be asked, or has no live record that WeCom could still serve. */
    private static Optional<LastRecord> lastRecord(IngestorConfig config) {
        Timing timing = Timing.system();
        config.requireAllowedEndpoints();
        try (RawTopicSearch search = RawTopicSearch.open(config.kafkaSettings(), timing)) {
            return search.highest(config.corpId(), config.topics().raw(), StartPosition.servedSince(config, timing));
        } catch (KafkaException e) {
            log.warn(
                    "the raw topic cannot be read, so an offset far beyond its last record is not refused: {}",
                    e.getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    @Override
    public String version() {
        return PluginVersion.of(WeComArchiveSourceConnector.class);
    }
}
