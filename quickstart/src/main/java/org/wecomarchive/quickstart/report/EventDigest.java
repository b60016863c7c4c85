package org.wecomarchive.quickstart.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.quickstart.pipeline.PipelineSettings;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.committed.CommittedRecords;

/**
 * What the events topic holds, in short: how many of each type, and some conversations with a few lines each.
 *
 * @param types events by message type
 * @param conversations up to three conversations, each with its first lines, {@code sender: text}
 */
public record EventDigest(Map<String, Long> types, Map<String, List<String>> conversations) {

    private static final int CONVERSATIONS = 3;
    private static final int LINES = 4;
    private static final int WIDTH = 60;

    /** Reads the whole topic, committed records only, with the schemas of the registry. */
    public static EventDigest read(PipelineSettings settings, Source source)
            throws IOException, InterruptedException, TimeoutException {
        EventDigest digest = new EventDigest(new TreeMap<>(), new LinkedHashMap<>());
        try (RecordReader<ChatEvent> reader = RecordReader.of(ChatEvent.class, settings.registry())) {
            new CommittedRecords(settings.bootstrapServers(), settings.topics().events())
                    .forEach(record -> digest.add(reader.decode(record), source));
        }
        digest.conversations().values().removeIf(lines -> lines.size() < LINES);
        return digest;
    }

    private void add(ChatEvent event, Source source) {
        types.merge(event.getMsgType(), 1L, Long::sum);
        boolean wanted = event.getMsgType().equals("text") && event.getText() != null;
        if (!wanted) {
            return;
        }
        List<String> lines = conversations.get(event.getConversationId());
        if (lines == null && conversations.size() < CONVERSATIONS) {
            lines = new ArrayList<>();
            conversations.put(event.getConversationId(), lines);
        }
        if (lines != null && lines.size() < LINES) {
            lines.add(event.getSender() + ": " + shown(source.showable(event.getText())));
        }
    }

    /** On one line, and without what could steer a terminal. */
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.codePointCount(0, line.length()) <= WIDTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDTH)) + "…";
    }
}
