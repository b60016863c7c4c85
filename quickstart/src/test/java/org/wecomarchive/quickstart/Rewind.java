package org.wecomarchive.quickstart;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.connect.ConnectRest;

/** Sends the ingestor of a running quickstart back, as an operator would: through Connect's REST. */
final class Rewind {

    private static final String CONNECTOR = "ingestor";

    private Rewind() {}

    /** From its position back by so many seqs. */
    static void by(long seqs, URI connect) throws Exception {
        ConnectRest rest = new ConnectRest(connect);
        rest.stop(CONNECTOR);
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> rest.status(CONNECTOR).tasks().isEmpty());
        JsonNode offsets = rest.offsets(CONNECTOR);
        ObjectNode offset = (ObjectNode) offsets.get("offsets").get(0).get("offset");
        offset.put("seq", offset.get("seq").asLong() - seqs);
        rest.alterOffsets(CONNECTOR, offsets);
        rest.resume(CONNECTOR);
    }

    /** How many records the raw topic has that came again. */
    static long replayed(String bootstrapServers) throws Exception {
        AtomicLong replayed = new AtomicLong();
        new CommittedRecords(bootstrapServers, new Topics(Topics.DEFAULT_PREFIX).raw()).forEach(record -> {
            byte[] delivery = record.headers().lastHeader(HeaderNames.DELIVERY).value();
            if (new String(delivery, StandardCharsets.UTF_8).equals(Delivery.REPLAYED.text())) {
                replayed.incrementAndGet();
            }
        });
        return replayed.get();
    }
}
