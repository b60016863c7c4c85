package org.wecomarchive.serde;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;

/** The schemas that the registry has for the values of topics, before any are read or written. */
public final class TopicSchemas {

    private TopicSchemas() {}

    /**
     * The simple name of the record in the latest schema of a topic's values; asks once, without repeating.
     *
     * @param settings keys of {@link RegistryConfig}; others are passed over
     * @return empty if nothing is registered for the topic yet, or no Avro record
     * @throws RegistryUnavailableException when the registry does not answer
     * @throws RegistryRefusedException when it refuses us
     */
    public static Optional<String> latestRecord(String topic, Map<String, ?> settings) {
        try (RegistrySchemas registry = connect(settings, RegistryConfig.RETRY_TIMEOUT_MS, "0")) {
            return registry.latestRecord(RecordSerde.subject(topic));
        }
    }

    /**
     * Registers the schema of this release for every topic's values, for sites where the pipeline itself may not. Schemas that
     * are registered already keep their ids, so that it can be repeated.
     *
     * @param settings keys of {@link RegistryConfig}; others are passed over
     * @param registered told of each subject with its type and id, as one line
     * @throws org.apache.kafka.common.config.ConfigException when a setting is missing or wrong
     * @throws RegistryUnavailableException when the registry is still away at the limit
     * @throws RegistryRefusedException when the registry does not take a schema
     */
    public static void register(Topics topics, Map<String, ?> settings, Consumer<String> registered) {
        try (RegistrySchemas registry = connect(settings, RegistryConfig.AUTO_REGISTER, "true")) {
            typesByTopic(topics).forEach((topic, type) -> {
                String subject = RecordSerde.subject(topic);
                int id = registry.idOf(subject, new RecordModel(type).schema());
                registered.accept(subject + " has " + type.getSimpleName() + " as id " + id);
            });
        }
    }

    /**
     * Compares the registry with the schemas of this release; changes nothing.
     *
     * @param settings keys of {@link RegistryConfig}; others are passed over
     * @return one for each topic's values, in the order in which they are registered
     * @throws org.apache.kafka.common.config.ConfigException when a setting is missing or wrong
     * @throws RegistryUnavailableException when the registry is still away at the limit
     * @throws RegistryRefusedException when the registry does not answer us
     */
    public static List<RegisteredSubject> check(Topics topics, Map<String, ?> settings) {
        List<RegisteredSubject> subjects = new ArrayList<>();
        try (RegistrySchemas registry = new RegistryConfig(settings).connect()) {
            typesByTopic(topics).forEach((topic, type) -> {
                String subject = RecordSerde.subject(topic);
                Schema schema = new RecordModel(type).schema();
                Optional<Integer> id = registry.knownId(subject, schema);
                subjects.add(new RegisteredSubject(
                        subject,
                        type.getSimpleName(),
                        id,
                        id.isPresent() ? Optional.of(true) : registry.wouldTake(subject, schema),
                        registry.compatibility(subject)));
            });
        }
        return List.copyOf(subjects);
    }

    private static RegistrySchemas connect(Map<String, ?> settings, String key, String value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(key, value);
        return new RegistryConfig(changed).connect();
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
