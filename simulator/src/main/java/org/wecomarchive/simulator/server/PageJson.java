package org.wecomarchive.simulator.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wecomarchive.simulator.server.TenantArchive.PageReply;
import org.wecomarchive.simulator.tenant.SimulatedRecord;

/** Writes the JSON of pages. */
final class PageJson {

    private static final int TYPICAL_RECORD_CHARACTERS = 2_000;

    private PageJson() {}

    static PageReply error(int errcode, String message) {
        return reply("{\"errcode\":" + errcode + ",\"errmsg\":\"" + message + "\",\"chatdata\":[]}");
    }

    static PageReply page(List<SimulatedRecord> records) {
        StringBuilder json = new StringBuilder(64 + records.size() * TYPICAL_RECORD_CHARACTERS);
        json.append("{\"errcode\":0,\"errmsg\":\"ok\",\"chatdata\":[");
        String separator = "";
        for (SimulatedRecord record : records) {
            json.append(separator)
                    .append("{\"seq\":")
                    .append(Long.toUnsignedString(record.seq()))
                    .append(",\"msgid\":\"")
                    .append(record.msgid())
                    .append("\",\"publickey_ver\":")
                    .append(record.publicKeyVersion())
                    .append(",\"encrypt_random_key\":\"")
                    .append(record.encryptRandomKey())
                    .append("\",\"encrypt_chat_msg\":\"")
                    .append(record.encryptChatMsg())
                    .append("\"}");
            separator = ",";
        }
        return reply(json.append("]}").toString());
    }

    private static PageReply reply(String json) {
        return new PageReply(0, json.getBytes(StandardCharsets.UTF_8));
    }
}
