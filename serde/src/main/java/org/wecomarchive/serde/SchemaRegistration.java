package org.wecomarchive.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;

/**
 * Registers the schemas of this release, for sites where the pipeline itself may not. What is registered already keeps its id,
 * so that doing it again does no harm.
 */
public final class SchemaRegistration {

    private SchemaRegistration() {}

    /**
     * Registers the schema of every topic's values.
     *
     * @param settings keys of {@link RegistryConfig}; others are passed over
     * @param registered told of each subject with its type and id, as one line
     * @throws org.apache.kafka.common.config.ConfigException when a setting is missing or wrong
     * @throws RegistryUnavailableException when the registry is still away at the limit
     * @throws RegistryRefusedException when the registry does not take a schema
     */
    public static void register(Topics topics, Map<String, ?> settings, Consumer<String> registered) {
        Map<String, Object> registering = new HashMap<>(settings);
        registering.put(RegistryConfig.AUTO_REGISTER, "true");
        try (RegistrySchemas registry = new RegistryConfig(registering).connect()) {
            typesByTopic(topics).forEach((topic, type) -> {
                String subject = WireFormat.valueSubject(topic);
                int id = registry.idOf(subject, new RecordType<SpecificRecord>(type).schema());
                registered.accept(subject + " has " + type.getSimpleName() + " as id " + id);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the registry's client did not close", e);
        }
    }

    private static Map<String, Class<? extends SpecificRecord>> typesByTopic(Topics topics) {
        Map<String, Class<? extends SpecificRecord>> types = new LinkedHashMap<>();
        types.put(topics.raw(), RawRecord.class);
        types.put(topics.events(), ChatEvent.class);
        types.put(topics.gaps(), Gap.class);
        types.put(topics.calls(), SdkCalls.class);
        types.put(topics.erasures(), Erasure.class);
        types.put(topics.erased(), Erasure.class);
        types.put(topics.commands(), Command.class);
        return types;
    }
}
