package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.simulator.tenant.ExpectedOutcome;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.Ledger;

/** Compares what the topics hold with what the tenant meant. */
final class Meaning {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();
    private static final int TYPES_AT_LEAST = 30;

    private final ScenarioStage stage;
    private final SimulatedTenant tenant;
    private final Set<String> types = new HashSet<>();

    Meaning(ScenarioStage stage) {
        this.stage = stage;
        this.tenant = stage.tenant();
    }

    void verify(Ledger ledger) throws Exception {
        Balance balance = ledger.balance();
        assertThat(balance.events()).isEqualTo(expected(ExpectedOutcome::event));
        assertThat(balance.parked())
                .isEqualTo(expected(ExpectedOutcome::parked))
                .isPositive();
        assertThat(balance.deadLetters())
                .isEqualTo(expected(ExpectedOutcome::deadLetter))
                .isPositive();
        try (RecordReader<ChatEvent> reader =
                RecordReader.of(ChatEvent.class, stage.settings().registry())) {
            new CommittedRecords(
                            stage.kafka().bootstrapServers(),
                            stage.settings().topics().events())
                    .forEach(record -> compare(record.key(), reader.decode(record)));
        }
        assertThat(types).hasSizeGreaterThan(TYPES_AT_LEAST);
        new CommittedRecords(
                        stage.kafka().bootstrapServers(),
                        stage.settings().topics().parked())
                .forEach(record -> assertThat(outcome(record).parked()).isTrue());
        new CommittedRecords(
                        stage.kafka().bootstrapServers(),
                        stage.settings().topics().deadLetters())
                .forEach(record -> assertThat(outcome(record).deadLetter()).isTrue());
    }

    private void compare(String key, ChatEvent event) throws IOException {
        byte[] meant = tenant.plaintext(event.getSeq());
        JsonNode json = JSON.readTree(meant);
        types.add(event.getMsgType());

        assertThat(tenant.expectedOutcome(event.getSeq())).isEqualTo(ExpectedOutcome.EVENT);
        assertThat(event.getCorpId()).isEqualTo(stage.corpId());
        assertThat(event.getPayload()).isEqualTo(new String(meant, StandardCharsets.UTF_8));
        assertThat(event.getMsgid()).isEqualTo(tenant.record(event.getSeq()).msgid());
        assertThat(event.getMsgType()).isEqualTo(type(json));
        assertThat(event.getConversationId()).isEqualTo(key);
        assertThat(conversations(json)).anySatisfy(expected -> assertThat(key).startsWith(expected));
    }

    private static String type(JsonNode json) {
        return json.path("action").asText().equals("switch")
                ? "switch"
                : json.path("msgtype").asText();
    }

    /** How the conversation's id may begin: it is the room's, the pair's, or one person's. */
    private static List<String> conversations(JsonNode json) {
        String room = json.path("roomid").asText();
        if (!room.isEmpty()) {
            return List.of("room:" + room);
        }
        String sender = json.path("from").asText();
        if (json.path("tolist").size() > 1) {
            return List.of("user:" + sender);
        }
        String receiver = json.path("tolist").path(0).asText();
        if (sender.isEmpty() || receiver.isEmpty() || sender.equals(receiver)) {
            return List.of("user:", "direct:", "room:");
        }
        List<String> pair = Stream.of(sender, receiver).sorted().toList();
        return List.of("direct:" + pair.get(0) + "|" + pair.get(1));
    }

    private ExpectedOutcome outcome(ConsumerRecord<String, byte[]> record) {
        long seq = Long.parseLong(
                new String(record.headers().lastHeader(HeaderNames.SEQ).value(), StandardCharsets.UTF_8));
        assertThat(record.key()).isEqualTo(RecordKeys.of(stage.corpId(), seq));
        return tenant.expectedOutcome(seq);
    }

    private long expected(Predicate<ExpectedOutcome> which) {
        long found = 0;
        for (long index = 0; index < tenant.size(); index++) {
            found += which.test(tenant.expectedOutcome(tenant.seqOf(index))) ? 1 : 0;
        }
        return found;
    }
}
