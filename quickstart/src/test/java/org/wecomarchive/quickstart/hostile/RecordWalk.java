package org.wecomarchive.quickstart.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.data.Record;
import org.apache.kafka.connect.source.SourceRecord;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.decryption.EventEncoding;
import org.wecomarchive.decryptor.decryption.KeyDecryption;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.ingestor.page.BrokenSequenceException;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.ingestor.page.PageParser;
import org.wecomarchive.ingestor.page.UnreadablePageException;
import org.wecomarchive.ingestor.publish.OversizedRecordException;
import org.wecomarchive.ingestor.publish.SizeLimit;
import org.wecomarchive.ingestor.publish.SizeLimits;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.simulator.hostile.HostileRecord;
import org.wecomarchive.simulator.hostile.HostileRecords;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;

/**
 * The way of a record in one JVM, from the page to the search document and the rows of the cold store, with the classes that do
 * it in the pipeline. Whatever is no outcome of theirs is thrown.
 */
final class RecordWalk implements AutoCloseable {

    private static final Instant FETCHED_AT = Instant.parse("2025-11-20T08:00:01.234Z");
    private static final Topics TOPICS = new Topics("hostile");
    private static final long RAW_MAX_BYTES = 8 << 20;
    private static final int EVENTS_MAX_BYTES = 24 << 20;
    private static final int UNREADABLE = 10002;
    private static final int MOST_ID_BYTES = 512;
    private static final int COMPARED_EVERY = 4;
    private static final int MOST_BYTES_COMPARED = 100_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final PageParser parser = new PageParser();
    private final SchemaIds registry = new SchemaIds();
    private final RecordSerde<RawRecord> raws = RecordSerde.of(RawRecord.class, TOPICS.raw(), registry.settings());
    private final RecordSerde<ChatEvent> events = RecordSerde.of(ChatEvent.class, TOPICS.events(), registry.settings());
    private final ColdRows rawRows = new ColdRows(ArchiveTable.RAW);
    private final ColdRows eventRows = new ColdRows(ArchiveTable.EVENTS);
    private final EventDocuments documents =
            new EventDocuments(new IndexNames(IndexNames.DEFAULT_PREFIX), Clock.fixed(FETCHED_AT, ZoneOffset.UTC));
    private final SourceRecords sources;
    private final FinanceSdk sdk;
    private final RecordDecryption decryption;
    private Optional<ChatEvent> made = Optional.empty();
    private long offset;

    /** @param keys folder of the private keys */
    RecordWalk(Path keys) throws IOException {
        SizeLimits limits =
                new SizeLimits(TOPICS, List.of(new SizeLimit("max.message.bytes", RAW_MAX_BYTES)), Optional::empty);
        SourceRecords.Encoders encoders =
                new SourceRecords.Encoders(raws::encode, gap -> new byte[0], calls -> new byte[0], raws::prepare);
        this.sources = new SourceRecords(HostileRecords.CORP, TOPICS, encoders, limits);
        // Decrypts without a server behind the address.
        this.sdk = FinanceSdks.open(
                new SdkSettings("simulator:127.0.0.1:1", SdkSettings.Isolation.NONE, Duration.ofSeconds(2)));
        KeyRing ring = new KeyRing(
                keys, KeyFileAccess.OWNER, PemPassword.none(), RsaEngine.open(RsaProvider.AUTO), System::nanoTime);
        this.decryption = new RecordDecryption(
                (at, value) -> raws.decode(at.topic(), at.partition(), at.offset(), value),
                new KeyDecryption(ring),
                new PayloadDecryption(sdk),
                new EventEncoding(this::encode, EVENTS_MAX_BYTES),
                new RecordDecryption.Clocks(() -> FETCHED_AT, System::nanoTime));
    }

    private byte[] encode(ChatEvent event) {
        made = Optional.of(event);
        return events.encode(event);
    }

    /** What became of each record that was written into the page. */
    List<String> outcomes(HostileRecord record) throws Exception {
        Page page;
        try {
            page = parser.parse(record.page(), record.asked());
        } catch (UnreadablePageException e) {
            return refused(record, SdkException.ofCode(SdkFunction.GET_CHAT_DATA, UNREADABLE));
        } catch (BrokenSequenceException e) {
            return Collections.nCopies(record.records(), "page refused: broken sequence");
        }
        if (page.errcode() != 0) {
            return refused(record, SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, page.errcode()));
        }
        if (page.caughtUp()) {
            return Collections.nCopies(record.records(), "page empty");
        }
        assertThat(page.records().size() + page.duplicates())
                .as("records of a page that was read")
                .isEqualTo(record.records());
        List<String> outcomes = new ArrayList<>(Collections.nCopies(page.duplicates(), "duplicate"));
        for (ArchivedRecord archived : page.records()) {
            outcomes.add(outcome(archived, record));
        }
        return outcomes;
    }

    private static List<String> refused(HostileRecord record, SdkException failure) {
        return Collections.nCopies(
                record.records(),
                "page refused: " + failure.failureClass().name().toLowerCase(Locale.ROOT));
    }

    private String outcome(ArchivedRecord archived, HostileRecord hostile) throws Exception {
        SourceRecord source;
        try {
            Cursor cursor = new Cursor(archived.seq(), archived.seq(), 0, Cursor.NEVER);
            source = sources.raw(archived, Delivery.LIVE, cursor, FETCHED_AT);
        } catch (OversizedRecordException e) {
            return "record refused: too large";
        }
        byte[] value = (byte[]) source.value();
        storeRaw(archived, value);
        RecordPosition at = new RecordPosition(TOPICS.raw(), 0, offset++);
        made = Optional.empty();
        Outcome outcome = decryption.decrypt(at, hostile.ofRaw().apply(value)).outcome();
        assertThat(outcome.reason()).as("reason").isNotEqualTo(Optional.of(ParkedReason.REFUSED_FOR_NOW.text()));
        outcome.toRecord(new org.apache.kafka.streams.processor.api.Record<>(new byte[0], value, 0), at);
        String word = outcome.destination().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (outcome instanceof Outcome.Event event) {
            return word + storeEvent(made.orElseThrow(), event);
        }
        return word + ": " + outcome.reason().orElseThrow();
    }

    /** Both texts come from WeCom as ASCII; half of a surrogate pair has no UTF-8. */
    private void storeRaw(ArchivedRecord archived, byte[] value) {
        RawRecord raw = raws.decode(TOPICS.raw(), 0, offset, value);
        assertThat(raw.getSeq()).isEqualTo(archived.seq());
        assertThat(raw.getMsgid().equals(inUtf8(archived.msgid()))).as("msgid").isTrue();
        assertThat(raw.getEncryptedKey().equals(inUtf8(archived.encryptedKey())))
                .as("key")
                .isTrue();
        assertThat(raw.getEncryptedPayload().equals(inUtf8(archived.encryptedPayload())))
                .as("payload")
                .isTrue();
        Record row = rawRows.add(raw, value.length);
        assertThat(row.getField("seq")).isEqualTo(archived.seq());
    }

    private static String inUtf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private String storeEvent(ChatEvent event, Outcome.Event encoded) throws IOException {
        ChatEvent decoded = events.decode(TOPICS.events(), 0, offset, encoded.value());
        assertThat(Arrays.equals(events.encode(decoded), encoded.value()))
                .as("encoded again")
                .isTrue();
        if (offset % COMPARED_EVERY == 0 && encoded.value().length < MOST_BYTES_COMPARED) {
            assertThat(decoded).hasToString(event.toString());
        }
        assertThat(decoded.getText()).isEqualTo(event.getText());
        assertThat(decoded.getPayload().equals(event.getPayload()))
                .as("payload")
                .isTrue();
        assertThat(decoded.getConversationId()).isEqualTo(event.getConversationId());
        Record row = eventRows.add(decoded, encoded.value().length);
        assertThat(row.getField("seq")).isEqualTo(decoded.getSeq());
        assertThat(row.getField("msgid")).isEqualTo(decoded.getMsgid());
        assertThat(row.getField("text")).isEqualTo(decoded.getText());
        return index(decoded);
    }

    private String index(ChatEvent event) throws IOException {
        DocumentWrite write;
        try {
            write = documents.write(event, Delivery.LIVE);
        } catch (RejectedDocumentException e) {
            assertThat((event.getCorpId() + ":" + event.getMsgid()).getBytes(UTF_8))
                    .hasSizeGreaterThan(MOST_ID_BYTES);
            return ", search: " + e.getMessage();
        }
        JsonNode body = JSON.readTree(write.body().array());
        JsonNode document = body.path("upsert").isObject() ? body.get("upsert") : body;
        assertThat(document.get("seq").longValue()).isEqualTo(event.getSeq());
        assertThat(document.get("msgid").textValue()).isEqualTo(event.getMsgid());
        assertThat(document.path("text").textValue()).isEqualTo(event.getText());
        assertThat(document.path("media_bytes").longValue()).isNotNegative();
        return "";
    }

    @Override
    public void close() throws IOException {
        rawRows.close();
        eventRows.close();
        sdk.close();
        raws.close();
        events.close();
        registry.close();
    }
}
