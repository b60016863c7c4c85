package org.wecomarchive.ingestor.tail;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/** Recognizes the live raw records of a corp by key and header, without decoding them. */
final class LiveRecord {

    private LiveRecord() {}

    static boolean isOf(String corpId, ConsumerRecord<String, ?> record) {
        Header delivery = record.headers().lastHeader(HeaderNames.DELIVERY);
        return record.key() != null
                && record.key().startsWith(corpId + ":")
                && delivery != null
                && new String(delivery.value(), StandardCharsets.UTF_8).equals(Delivery.LIVE.text());
    }

    /** The seq of a key {@code <corp_id>:<seq, 20 digits>}. */
    static long seqOf(String key) {
        return Long.parseLong(key.substring(key.lastIndexOf(':') + 1));
    }
}
