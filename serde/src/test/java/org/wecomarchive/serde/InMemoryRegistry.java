package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.apache.kafka.common.utils.Time;

/** A registry without a server, Confluent's own; ids count from 1. */
final class InMemoryRegistry {

    private final MockSchemaRegistryClient client = new MockSchemaRegistryClient();

    int register(String subject, Schema schema) {
        return schemas().idOf(subject, schema);
    }

    void setLevel(String subject, String level) throws IOException, RestClientException {
        client.updateCompatibility(subject, level);
    }

    RegistrySchemas schemas() {
        RegistryCalls calls =
                new RegistryCalls("[memory]", Duration.ZERO, new ExponentialBackoff(0, 2, 0, 0), Time.SYSTEM);
        return new RegistrySchemas(
                client, id -> new SchemaString(client.getSchemaById(id).canonicalString()), calls, true);
    }
}
