package org.wecomarchive.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the registry says about the values of topics, before any are read or written. */
public final class ValueTypes {

    private ValueTypes() {}

    /**
     * The simple name of the record in the latest schema of a topic's values; asks once, without repeating.
     *
     * @param settings keys of {@link RegistryConfig}; others are passed over
     * @return empty if nothing is registered for the topic yet, or no Avro record
     * @throws RegistryUnavailableException when the registry does not answer
     * @throws RegistryRefusedException when it refuses us
     */
    public static Optional<String> latest(String topic, Map<String, ?> settings) {
        Map<String, Object> once = new HashMap<>(settings);
        once.put(RegistryConfig.RETRY_TIMEOUT_MS, "0");
        try (RegistrySchemas registry = new RegistryConfig(once).connect()) {
            return registry.latestRecord(WireFormat.valueSubject(topic));
        } catch (IOException e) {
            throw new UncheckedIOException("the registry's client did not close", e);
        }
    }
}
