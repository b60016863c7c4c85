package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Schemas by id and ids by schema, as the registry has them. Asks the registry on every call; see the callers' caches. */
final class RegistrySchemas implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(RegistrySchemas.class);

    private static final int HTTP_NOT_FOUND = 404;
    private static final String NO_LEVEL = "NONE";
    /** Taken only where nothing is checked. */
    private static final AvroSchema UNLIKE_ANY_RECORD = new AvroSchema(Schema.create(Schema.Type.STRING));

    private final SchemaRegistryClient client;
    private final SchemaTexts texts;
    private final RegistryCalls calls;
    private final boolean autoRegister;

    RegistrySchemas(SchemaRegistryClient client, SchemaTexts texts, RegistryCalls calls, boolean autoRegister) {
        this.client = client;
        this.texts = texts;
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

    /** The id of the schema under the subject, which is never registered; empty if the subject does not hold it. */
    Optional<Integer> knownId(String subject, Schema schema) {
        try {
            return Optional.of(lookUp(subject, portable(schema)));
        } catch (SchemaNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whether the subject would take the schema; empty if there is no such subject. */
    Optional<Boolean> wouldTake(String subject, Schema schema) {
        try {
            calls.run(() -> client.getLatestSchemaMetadata(subject));
            return Optional.of(calls.run(() -> client.testCompatibility(subject, portable(schema))));
        } catch (SchemaNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The compatibility level that holds for the subject: its own, else that of the registry; empty if none is told. */
    Optional<String> compatibility(String subject) {
        try {
            String level = calls.run(() -> compatibilityOf(subject));
            // Apicurio says NONE of a subject that has no level of its own, and goes by that of the registry.
            boolean ofTheRegistry =
                    NO_LEVEL.equals(level) && !calls.run(() -> client.testCompatibility(subject, UNLIKE_ANY_RECORD));
            return Optional.ofNullable(ofTheRegistry ? calls.run(() -> client.getCompatibility(null)) : level);
        } catch (SchemaNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A subject without a level of its own is not found, with codes that differ between registries. */
    private String compatibilityOf(String subject) throws IOException, RestClientException {
        try {
            return client.getCompatibility(subject);
        } catch (RestClientException e) {
            if (e.getStatus() != HTTP_NOT_FOUND) {
                throw e;
            }
            return client.getCompatibility(null);
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
     * The schema with the id; empty if that is one of another language or one that Avro does not understand.
     *
     * @throws SchemaNotFoundException if the registry has none with this id
     */
    Optional<Schema> byId(int id) throws SchemaNotFoundException {
        // The client's own getSchemaById takes a schema that it cannot parse for a lost connection, which we would wait
        // for.
        SchemaString answer = calls.run(() -> texts.byId(id));
        String language = answer.getSchemaType();
        if (language != null && !language.equals(AvroSchema.TYPE)) {
            return Optional.empty();
        }
        List<SchemaReference> references = answer.getReferences();
        if (references != null && !references.isEmpty()) {
            return Optional.of(calls.run(() -> client.getSchemaById(id)))
                    .map(ParsedSchema::rawSchema)
                    .map(Schema.class::cast);
        }
        try {
            return Optional.of(new AvroSchema(answer.getSchemaString()).rawSchema());
        } catch (AvroRuntimeException e) {
            log.warn(
                    "schema {} of the registry is not valid Avro: {}",
                    id,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Simple name of the record in the latest schema of a subject; empty if there is none. */
    Optional<String> latestRecord(String subject) {
        try {
            String text =
                    calls.run(() -> client.getLatestSchemaMetadata(subject).getSchema());
            Schema schema = new Schema.Parser().parse(text);
            return schema.getType() == Schema.Type.RECORD ? Optional.of(schema.getName()) : Optional.empty();
        } catch (SchemaNotFoundException | AvroRuntimeException notARecordOfOurs) {
            return Optional.empty();
        }
    }

    /** The text of a schema as the registry answers it. */
    interface SchemaTexts {
        SchemaString byId(int id) throws IOException, RestClientException;
    }

    /** The schema as the .avsc files have it: without the property that makes Avro's Java code use String. */
    private static AvroSchema portable(Schema schema) {
        GenericContainer container = () -> schema;
        return new AvroSchema(AvroSchemaUtils.getSchema(container, false, false, true));
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the registry's client", e);
        }
    }
}
