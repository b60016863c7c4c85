package org.wecomarchive.quickstart.consuming;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.wecomarchive.decryptor.payload.PayloadException;
import org.wecomarchive.decryptor.payload.PayloadParser;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;

/** One event of every message type: the decryptor's sample messages, read by its parser. */
final class SampleEvents {

    private static final Path DIRECTORY = Path.of("../decryptor/src/test/resources/samples");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FETCHED_AT = Instant.parse("2025-01-02T03:04:05.678Z");
    private static final Instant DECRYPTED_AT = FETCHED_AT.plus(Duration.ofMillis(111));
    private static final long FIRST_SEQ = 1001;

    private SampleEvents() {}

    /** In the order of their types' names, which is that of their seqs. */
    static List<ChatEvent> all() throws IOException, PayloadException {
        List<ChatEvent> events = new ArrayList<>();
        for (Path sample : files()) {
            byte[] message = Files.readAllBytes(sample);
            String msgid = JSON.readTree(message).path("msgid").asText();
            events.add(PayloadParser.parse(raw(FIRST_SEQ + events.size(), msgid), message, DECRYPTED_AT));
        }
        return events;
    }

    /** An event with the same message under another seq. */
    static ChatEvent like(ChatEvent event, long seq) throws PayloadException {
        byte[] message = event.getPayload().getBytes(StandardCharsets.UTF_8);
        return PayloadParser.parse(raw(seq, event.getMsgid()), message, DECRYPTED_AT);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    private static RawRecord raw(long seq, String msgid) {
        return RawRecord.newBuilder()
                .setCorpId("ww1234567890abcdef")
                .setSeq(seq)
                .setMsgid(msgid)
                .setKeyVersion(3)
                .setEncryptedKey("")
                .setEncryptedPayload("")
                .setFetchedAt(FETCHED_AT)
                .build();
    }
}
