package org.wecomarchive.quickstart.consuming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.quickstart.documents.GeneratedFile;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;

final class ConsumingPageTest {

    private static final Path FILE = Path.of("../docs/consuming.md");
    private static final Path EXAMPLE =
            Path.of("src/test/java/org/wecomarchive/quickstart/consuming/CopyChatEvents.java");
    private static final Path FLINK = Path.of("../docs/examples/chat-events.flink.sql");
    private static final List<String> FLINK_COLUMNS = List.of(
            "corp_id",
            "seq",
            "msgid",
            "action",
            "msg_type",
            "sender",
            "conversation_id",
            "sent_at",
            "text",
            "recalled_msgid",
            "media",
            "payload",
            "text_message",
            "file");

    private static ConsumingPage page;

    @BeforeAll
    static void read() throws IOException {
        page = new ConsumingPage(Files.readString(FILE, StandardCharsets.UTF_8));
    }

    @Test
    void theBlocksOfThePageAreTheCodeThatRuns() throws IOException {
        ConsumingPage current = page.with("CopyChatEvents.java", "java", exampleFromItsImportsOn())
                .with("FlinkTable.java", "sql", FlinkTable.of(FlinkTable.fields(FLINK_COLUMNS)));

        new GeneratedFile(FILE).check(current.text());
    }

    @Test
    void theFlinkTableHasEveryField() throws IOException {
        new GeneratedFile(FLINK).check(FlinkTable.of(FlinkTable.allFields()));
    }

    @Test
    void theFlinkQueriesUseColumnsOfTheTable() {
        List<String> columns = ConsumingPage.columns(page.checked("Flink queries"), "e");

        assertThat(columns).contains("corp_id", "seq").allMatch(ConsumingPageTest::isColumn);
    }

    @Test
    void theSparkStatementsUseFieldsOfTheEvent() {
        List<String> columns = ConsumingPage.columns(page.checked("Spark"), "event");

        assertThat(columns).contains("corp_id", "seq").allMatch(ConsumingPageTest::isField);
    }

    @Test
    void everyTopicHeaderDeliveryAndReasonIsExplained() {
        assertThat(TopicContract.ALL).allSatisfy(contract -> {
            assertThat(page.text()).contains("`" + contract.topic() + "`");
            assertThat(contract.headers().names())
                    .allSatisfy(header -> assertThat(page.text()).contains("`" + header + "`"));
        });
        assertThat(Arrays.stream(Delivery.values()).map(Delivery::text)).allSatisfy(this::isExplained);
        assertThat(Arrays.stream(ParkedReason.values()).map(ParkedReason::text)).allSatisfy(this::isExplained);
        assertThat(Arrays.stream(DeadLetterReason.values()).map(DeadLetterReason::text))
                .allSatisfy(this::isExplained);
    }

    private void isExplained(String word) {
        assertThat(page.text()).contains("`" + word + "`");
    }

    private static boolean isColumn(String path) {
        boolean shown = FLINK_COLUMNS.contains(path.split("\\.", 2)[0]) && isField(path);
        return shown || FlinkTable.OTHER_COLUMNS.contains(path);
    }

    /** Whether the path, such as {@code media.file_name}, leads through records and arrays of them to a field. */
    private static boolean isField(String path) {
        Schema schema = ChatEvent.getClassSchema();
        for (String step : path.split("\\.", -1)) {
            Schema.Field field = schema.getType() == Schema.Type.RECORD ? schema.getField(step) : null;
            if (field == null) {
                return false;
            }
            schema = required(field.schema());
        }
        return true;
    }

    private static Schema required(Schema schema) {
        Schema present = schema.isUnion() ? schema.getTypes().get(1) : schema;
        return present.getType() == Schema.Type.ARRAY ? required(present.getElementType()) : present;
    }

    private static String exampleFromItsImportsOn() throws IOException {
        String source = Files.readString(EXAMPLE, StandardCharsets.UTF_8);
        return source.substring(source.indexOf("import "));
    }
}
