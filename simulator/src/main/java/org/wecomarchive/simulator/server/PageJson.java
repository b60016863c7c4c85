package org.wecomarchive.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.wecomarchive.simulator.server.TenantArchive.PageReply;
import org.wecomarchive.simulator.tenant.SimulatedRecord;

/** Writes the JSON of pages, and spoils it; refusals stay as they are. */
final class PageJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORDS = "chatdata";
    private static final String MESSAGE = "encrypt_chat_msg";

    private PageJson() {}

    static PageReply error(int errcode, String message) {
        return page(errcode, message, List.of());
    }

    static PageReply page(List<SimulatedRecord> records) {
        return page(0, "ok", records);
    }

    private static PageReply page(int errcode, String message, List<SimulatedRecord> records) {
        ObjectNode page = JSON.createObjectNode().put("errcode", errcode).put("errmsg", message);
        ArrayNode written = page.putArray(RECORDS);
        for (SimulatedRecord record : records) {
            written.addObject()
                    .put("seq", new BigInteger(Long.toUnsignedString(record.seq())))
                    .put("msgid", record.msgid())
                    .put("publickey_ver", record.publicKeyVersion())
                    .put("encrypt_random_key", record.encryptRandomKey())
                    .put(MESSAGE, record.encryptChatMsg());
        }
        return reply(page);
    }

    private static PageReply reply(ObjectNode page) {
        try {
            return new PageReply(0, JSON.writeValueAsBytes(page));
        } catch (IOException e) {
            throw new UncheckedIOException("a page of our own cannot be written", e);
        }
    }

    /** The seqs of a page's records, unsigned. */
    static List<Long> seqs(PageReply page) {
        List<Long> seqs = new ArrayList<>();
        if (page.code() == 0) {
            for (JsonNode record : parse(page).path(RECORDS)) {
                seqs.add(record.path("seq").bigIntegerValue().longValue());
            }
        }
        return seqs;
    }

    static PageReply withoutRecords(PageReply page) {
        return edit(page, json -> json.remove(RECORDS));
    }

    /** As many bytes as the page has, none of them text. */
    static PageReply garbage(PageReply page) {
        byte[] bytes = page.json();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0x80 | i);
        }
        return new PageReply(page.code(), bytes);
    }

    static PageReply truncated(PageReply page) {
        byte[] bytes = page.json();
        return new PageReply(page.code(), Arrays.copyOf(bytes, bytes.length / 2));
    }

    static PageReply descending(PageReply page) {
        return editRecords(page, Collections::reverse);
    }

    static PageReply repeated(PageReply page) {
        return editRecords(page, records -> records.add(1, records.get(0)));
    }

    static PageReply rewritten(PageReply page) {
        return editRecords(page, records -> records.add(1, withOtherBytes(records.get(0))));
    }

    private static JsonNode withOtherBytes(JsonNode record) {
        ObjectNode other = record.deepCopy();
        String message = other.path(MESSAGE).asText();
        return other.put(MESSAGE, (message.startsWith("A") ? "B" : "A") + message.substring(1));
    }

    private static PageReply editRecords(PageReply page, Consumer<List<JsonNode>> change) {
        return edit(page, json -> {
            List<JsonNode> records = new ArrayList<>();
            json.path(RECORDS).forEach(records::add);
            if (!records.isEmpty()) {
                change.accept(records);
            }
            json.putArray(RECORDS).addAll(records);
        });
    }

    private static PageReply edit(PageReply page, Consumer<ObjectNode> change) {
        if (page.code() != 0) {
            return page;
        }
        ObjectNode json = parse(page);
        change.accept(json);
        return reply(json);
    }

    private static ObjectNode parse(PageReply page) {
        try {
            return (ObjectNode) JSON.readTree(page.json());
        } catch (IOException e) {
            throw new UncheckedIOException("a page of our own cannot be read", e);
        }
    }
}
