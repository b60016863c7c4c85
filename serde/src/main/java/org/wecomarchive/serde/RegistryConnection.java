package org.wecomarchive.serde;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;

/** The registry of a class that Kafka makes without arguments and configures afterwards. */
final class RegistryConnection implements Closeable {

    private final AtomicReference<RegistrySchemas> opened = new AtomicReference<>();

    void open(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException("only values are Avro: keys of the pipeline's topics are strings");
        }
        opened.set(new RegistryConfig(settings).connect());
    }

    RegistrySchemas schemas() {
        RegistrySchemas schemas = opened.get();
        if (schemas == null) {
            throw new IllegalStateException("not configured, or closed");
        }
        return schemas;
    }

    @Override
    public void close() {
        RegistrySchemas schemas = opened.getAndSet(null);
        if (schemas == null) {
            return;
        }
        try {
            schemas.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the registry's client", e);
        }
    }
}
