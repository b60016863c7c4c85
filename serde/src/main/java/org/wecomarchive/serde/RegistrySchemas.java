package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.io.Closeable;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;

/** Schemas by id and ids by schema, as the registry has them. Asks the registry on every call; see the callers' caches. */
final class RegistrySchemas implements Closeable {

    private final SchemaRegistryClient client;
    private final RegistryCalls calls;
    private final boolean autoRegister;

    RegistrySchemas(SchemaRegistryClient client, RegistryCalls calls, boolean autoRegister) {
        this.client = client;
        this.calls = calls;
        this.autoRegister = autoRegister;
    }

    /**
     * The id of the schema under the subject; registers it if that is allowed.
     *
     * @throws RegistryRefusedException also if the subject does not hold the schema and we may not register it
     */
    int idOf(String subject, Schema schema) {
        AvroSchema registered = portable(schema);
        try {
            return autoRegister ? calls.run(() -> client.register(subject, registered)) : lookUp(subject, registered);
        } catch (SchemaNotFoundException e) {
            throw new RegistryRefusedException("the subject " + subject + " does not hold the present schema "
                    + schema.getFullName() + ": register it, or set " + RegistryConfig.AUTO_REGISTER + "=true");
        }
    }

    /** Some registries compare texts: one that was registered with other white space is found by its normal form. */
    private int lookUp(String subject, AvroSchema schema) throws SchemaNotFoundException {
        try {
            return calls.run(() -> client.getId(subject, schema, false));
        } catch (SchemaNotFoundException e) {
            return calls.run(() -> client.getId(subject, schema, true));
        }
    }

    /**
     * The schema with the id.
     *
     * @throws SchemaNotFoundException if the registry has none with this id, or none in Avro
     */
    Schema byId(int id) throws SchemaNotFoundException {
        ParsedSchema schema = calls.run(() -> client.getSchemaById(id));
        if (schema instanceof AvroSchema avro) {
            return avro.rawSchema();
        }
        throw new SchemaNotFoundException("schema " + id + " is not Avro but " + schema.schemaType());
    }

    /** The schema as the .avsc files have it: without the property that makes Avro's Java code use String. */
    private static AvroSchema portable(Schema schema) {
        GenericContainer container = () -> schema;
        return new AvroSchema(AvroSchemaUtils.getSchema(container, false, false, true));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
