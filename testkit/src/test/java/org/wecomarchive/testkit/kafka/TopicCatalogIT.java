package org.wecomarchive.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.provisioning.TopicCatalog;

@Timeout(600)
class TopicCatalogIT {

    @TempDir
    Path dir;

    @Test
    void createsWhatIsMissingWithAsManyReplicasAsThereAreBrokers() throws Exception {
        TopicCatalog catalog = TopicCatalog.load(Path.of("..", "deploy", "topics.yaml"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {

            catalog.createAll(kafka.bootstrapServers(), "site.archive");
            catalog.createAll(kafka.bootstrapServers(), "site.archive");

            var raw = admin.describeTopics(List.of("site.archive.raw.v1"))
                    .allTopicNames()
                    .get(2, TimeUnit.MINUTES)
                    .get("site.archive.raw.v1");
            assertThat(raw.partitions()).hasSize(12).allSatisfy(partition -> assertThat(partition.replicas())
                    .hasSize(1));
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "site.archive.raw.v1");
            var config = admin.describeConfigs(List.of(topic))
                    .all()
                    .get(2, TimeUnit.MINUTES)
                    .get(topic);
            assertThat(config.get("max.message.bytes").value()).isEqualTo("8388608");
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
        }
    }
}
