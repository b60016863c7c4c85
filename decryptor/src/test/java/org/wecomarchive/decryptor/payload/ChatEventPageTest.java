package org.wecomarchive.decryptor.payload;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChatEventPageTest {

    @Test
    void theDocumentationMatchesTheSchema() throws IOException {
        String page = new ChatEventPage().text();

        new GoldenFile(Path.of("../docs/chat-event.md")).check(page);
    }
}
