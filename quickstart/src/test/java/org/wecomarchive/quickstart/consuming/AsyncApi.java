package org.wecomarchive.quickstart.consuming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;

/**
 * The AsyncAPI 3 document of the pipeline's topics, made from the catalog of topics, the Avro schemas and
 * {@link TopicContract}.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0.0</a>
 * @see <a href="https://www.asyncapi.com/docs/reference/bindings/kafka">Kafka bindings 0.5.0</a>
 */
final class AsyncApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BINDING_VERSION = "0.5.0";
    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final TopicCatalog catalog;

    private AsyncApi(TopicCatalog catalog) {
        this.catalog = catalog;
    }

    /** The document of a release. */
    static ObjectNode of(TopicCatalog catalog, String version) throws JsonProcessingException {
        AsyncApi api = new AsyncApi(catalog);
        api.head(version);
        api.channels();
        api.operations();
        api.components();
        return api.document;
    }

    private void head(String version) {
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "WeCom chat archive")
                .put("version", version)
                .put(
                        "description",
                        "Topics of the pipeline for the WeCom chat archive. The prefix " + Topics.DEFAULT_PREFIX
                                + " is configurable. Guarantees and examples: consuming.md.");
        document.put("defaultContentType", "application/octet-stream");
        ObjectNode site = document.putObject("servers").putObject("site");
        site.put("host", "{bootstrapServers}")
                .put("protocol", "kafka-secure")
                .put("description", "The Kafka cluster of the site, on its own premises.");
        site.putObject("variables")
                .putObject("bootstrapServers")
                .put("default", "kafka.example.internal:9093")
                .put("description", "Bootstrap servers of the site.");
        kafka(site)
                .put("schemaRegistryUrl", "https://registry.example.internal")
                .put("schemaRegistryVendor", "confluent");
    }

    private void channels() {
        ObjectNode channels = document.putObject("channels");
        for (TopicCatalog.Topic topic : catalog.topics()) {
            Optional<TopicContract> contract = TopicContract.of(topic.name());
            ObjectNode channel = channels.putObject(topic.name());
            channel.put("address", Topics.DEFAULT_PREFIX + "." + topic.name());
            channel.put(
                    "description",
                    contract.map(TopicContract::summary)
                            .orElse("Reserved: created with the others, not part of the contract of this release."));
            ObjectNode messages = channel.putObject("messages");
            contract.ifPresent(
                    known -> reference(messages.putObject(known.message()), "components/messages/" + known.message()));
            ObjectNode binding = kafka(channel);
            binding.put("partitions", topic.partitions()).put("replicas", catalog.replicationFactor());
            topicConfiguration(binding.putObject("topicConfiguration"), topic);
        }
    }

    private void topicConfiguration(ObjectNode configuration, TopicCatalog.Topic topic) {
        Map<String, String> sorted = new TreeMap<>(catalog.configOf(topic, catalog.replicationFactor()));
        sorted.forEach((key, value) -> {
            if (key.equals("cleanup.policy")) {
                configuration.putArray(key).add(value);
            } else if (value.matches("-?\\d+")) {
                configuration.put(key, Long.parseLong(value));
            } else if (value.matches("true|false")) {
                configuration.put(key, Boolean.parseBoolean(value));
            } else {
                configuration.put(key, value);
            }
        });
    }

    private void operations() {
        ObjectNode operations = document.putObject("operations");
        for (TopicContract contract : TopicContract.ALL) {
            ObjectNode operation = operations.putObject("send" + contract.message());
            operation.put("action", "send");
            reference(operation.putObject("channel"), "channels/" + contract.topic());
            reference(
                    operation.putArray("messages").addObject(),
                    "channels/" + contract.topic() + "/messages/" + contract.message());
        }
    }

    private void components() throws JsonProcessingException {
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        ObjectNode schemas = components.putObject("schemas");
        for (TopicContract contract : TopicContract.ALL) {
            ObjectNode message = messages.putObject(contract.message());
            message.put("summary", contract.summary());
            if (!contract.headers().names().isEmpty()) {
                message.set("headers", contract.headers().schema());
            }
            ObjectNode binding = kafka(message);
            binding.putObject("key")
                    .put("type", "string")
                    .put("description", contract.key())
                    .putArray("examples")
                    .add(contract.keyExample());
            if (contract.value().isPresent()) {
                Schema value = contract.value().orElseThrow();
                reference(message.putObject("payload"), "components/schemas/" + value.getName());
                binding.put("schemaIdLocation", "payload")
                        .put("schemaIdPayloadEncoding", "confluent")
                        .put("schemaLookupStrategy", "TopicNameStrategy");
                ObjectNode schema = schemas.putObject(value.getName()).put("schemaFormat", AVRO);
                schema.set("schema", plain(JSON.readTree(value.toString())));
            }
        }
    }

    private static ObjectNode kafka(ObjectNode parent) {
        return parent.putObject("bindings").putObject("kafka").put("bindingVersion", BINDING_VERSION);
    }

    private static void reference(ObjectNode node, String target) {
        node.put("$ref", "#/" + target);
    }

    /** The schema as the file has it: Java's own property makes an object of every string. */
    private static JsonNode plain(JsonNode schema) {
        if (schema.has("avro.java.string")) {
            return schema.get("type");
        }
        if (schema instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(plain(field.getValue())));
        }
        if (schema.isArray()) {
            var elements = JsonNodeFactory.instance.arrayNode();
            schema.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        return schema;
    }
}
