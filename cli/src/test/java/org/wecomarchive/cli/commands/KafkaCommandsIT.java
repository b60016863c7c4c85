package org.wecomarchive.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.serde.UnresolvableSchemaException;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.registry.ScriptedRegistry;
import org.wecomarchive.testkit.shared.SharedServers;

@ExtendWith(SharedServers.class)
@Timeout(120)
final class KafkaCommandsIT {

    private static final Instant GIVEN_AT = Instant.parse("2026-11-21T00:00:00Z");

    private final Topics topics = new Topics("test.KafkaCommandsIT");
    private final List<String> warnings = new ArrayList<>();

    @Test
    void showsNoListThatLacksACommandWhoseSchemaTheRegistryDoesNotKnow(SecuredKafka kafka, RegistryServer schemas)
            throws Exception {
        String brokers = kafka.cluster().bootstrapServers();
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(brokers, topics.prefix(), 1);
        try (ScriptedRegistry registry = ScriptedRegistry.inFrontOf(schemas.url())) {
            registry.forgetIds(true);
            try (RecordSerde<Command> serde = RecordSerde.of(
                            Command.class,
                            topics.commands(),
                            Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true"));
                    KafkaCommands commands =
                            new KafkaCommands(Map.of("bootstrap.servers", brokers), topics, serde, warnings::add)) {
                commands.write(command("c-1"));
                commands.write(command("c-2"));

                assertThatThrownBy(commands::read)
                        .isInstanceOf(UnresolvableSchemaException.class)
                        .isInstanceOf(KafkaException.class);
                registry.forgetIds(false);

                assertThat(commands.read()).containsExactly(command("c-1"), command("c-2"));
                assertThat(warnings).isEmpty();
            }
        }
    }

    @Test
    void waitsForACommandBehindSomebodysOpenTransaction(SecuredKafka kafka, RegistryServer schemas) throws Exception {
        String brokers = kafka.cluster().bootstrapServers();
        Topics own = new Topics("test.KafkaCommandsIT.open");
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(brokers, own.prefix(), 1);
        // The brokers abort it soon.
        Map<String, Object> abandoned =
                Map.of("bootstrap.servers", brokers, "transactional.id", "abandoned", "transaction.timeout.ms", 3000);
        try (RecordSerde<Command> serde = RecordSerde.of(
                        Command.class,
                        own.commands(),
                        Map.of("schema.registry.url", schemas.url(), "auto.register.schemas", "true"));
                KafkaProducer<byte[], byte[]> other =
                        new KafkaProducer<>(abandoned, new ByteArraySerializer(), new ByteArraySerializer());
                KafkaCommands commands =
                        new KafkaCommands(Map.of("bootstrap.servers", brokers), own, serde, warnings::add)) {
            commands.write(command("c-1"));
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(own.commands(), new byte[] {1}, new byte[] {2}))
                    .get();

            commands.write(command("c-2"));

            assertThat(commands.read()).containsExactly(command("c-1"), command("c-2"));
        }
    }

    private static Command command(String id) {
        return Command.newBuilder()
                .setId(id)
                .setKind(CommandKind.RELEASE.text())
                .setParts(1)
                .setState(CommandState.REQUESTED.text())
                .setRequestedBy("operator")
                .setRequestedAt(GIVEN_AT)
                .setUpdatedAt(GIVEN_AT)
                .setSeqs(List.of())
                .setReason("native-crash")
                .build();
    }
}
