package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import java.time.Duration;
import java.util.Random;
import org.apache.avro.Schema;

/** A registry without a server, Confluent's own; ids count from 1. */
final class InMemoryRegistry {

    private final MockSchemaRegistryClient client = new MockSchemaRegistryClient();

    int register(String subject, Schema schema) {
        return schemas().idOf(subject, schema);
    }

    RegistrySchemas schemas() {
        RegistryCalls calls = new RegistryCalls(
                "[memory]",
                Duration.ZERO,
                new Backoff(Duration.ZERO, Duration.ZERO, new Random(1)),
                delay -> {},
                () -> 0);
        return new RegistrySchemas(
                client, id -> new SchemaString(client.getSchemaById(id).canonicalString()), calls, true);
    }
}
