package org.wecomarchive.quickstart.consuming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.wecomarchive.quickstart.documents.GeneratedFile;
import org.wecomarchive.schemas.ChatEvent;

final class SampleEventsPageTest {

    @Test
    void thePageShowsWhatTheParserMakes() throws Exception {
        String page = SampleEventsPage.of(SampleEvents.all());

        new GeneratedFile(Path.of("../docs/sample-events.md")).check(page);
    }

    @Test
    void everyTypeOfTheSchemaIsShown() throws Exception {
        assertThat(SampleEvents.all())
                .extracting(ChatEvent::getMsgType)
                .containsExactlyInAnyOrderElementsOf(ChatEvent.getClassSchema().getFields().stream()
                        .map(field -> field.getProp("msgtype"))
                        .filter(type -> type != null)
                        .toList());
    }
}
