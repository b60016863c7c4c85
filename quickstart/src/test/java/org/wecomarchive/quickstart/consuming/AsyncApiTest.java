package org.wecomarchive.quickstart.consuming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.quickstart.documents.GeneratedFile;
import org.wecomarchive.schemas.ChatEvent;

final class AsyncApiTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>wecom-archive</artifactId>\\s*<version>([0-9.]+)");

    private static TopicCatalog catalog;
    private static JsonNode document;

    @BeforeAll
    static void make() throws IOException {
        catalog = TopicCatalog.load(Path.of("../deploy/topics.yaml"));
        document = AsyncApi.of(catalog, version());
    }

    @Test
    void theFileIsWhatTheSchemasAndTheTopicsSay() throws IOException {
        String text = "# Made from schemas and deploy/topics.yaml; a test fails when it is stale.\n"
                + YAML.writeValueAsString(document);

        new GeneratedFile(Path.of("../docs/asyncapi.yaml")).check(text);
    }

    @Test
    void everyTopicOfTheCatalogIsAChannel() {
        assertThat(document.path("channels").properties())
                .extracting(channel -> channel.getValue().path("address").asText())
                .containsExactlyElementsOf(catalog.topics().stream()
                        .map(topic -> "wecom.archive." + topic.name())
                        .toList());
        assertThat(TopicContract.ALL).allSatisfy(contract -> assertThat(catalog.topic(contract.topic()))
                .isNotNull());
    }

    @Test
    void everySchemaFileIsTheValueOfATopic() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../schemas/src/main/resources/avro"))) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".avsc", ""))
                    .toList();

            assertThat(document.at("/components/schemas").properties())
                    .as("name a new schema in TopicContract.ALL")
                    .extracting(schema -> schema.getKey())
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void theSchemaInTheDocumentIsTheOneOfTheRelease() {
        Schema shown = new Schema.Parser()
                .parse(document.at("/components/schemas/ChatEvent/schema").toString());

        assertThat(shown).isEqualTo(withoutJavaStrings(ChatEvent.getClassSchema()));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.asText().substring(1)).isMissingNode())
                .as(reference.asText())
                .isFalse());
    }

    private static Schema withoutJavaStrings(Schema schema) {
        String text = schema.toString().replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"");
        return new Schema.Parser().parse(text);
    }

    private static String version() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("../pom.xml"), StandardCharsets.UTF_8));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
