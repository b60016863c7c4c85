package org.wecomarchive.quickstart.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import org.wecomarchive.decryptor.payload.PayloadException;
import org.wecomarchive.decryptor.payload.PayloadParser;
import org.wecomarchive.ingestor.page.PageParser;
import org.wecomarchive.ingestor.page.UnreadablePageException;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.simulator.hostile.HostileRecords;
import org.wecomarchive.simulator.hostile.Shape;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;

/**
 * What takes linear time takes four times as long for four times the size; what takes quadratic time, sixteen times. Time is the
 * processor's for this thread, so that others on the machine do not count.
 */
final class Growth {

    private static final int FIRST_BYTES = 40_000;
    private static final int LAST_BYTES = 160_000;
    private static final int FACTOR = 4;
    private static final int MOST_GROWTH = 9;
    private static final long NOISE_NANOS = 40_000_000;
    private static final int TRIES = 3;

    private final PageParser pages = new PageParser();
    private final EventDocuments documents =
            new EventDocuments(new IndexNames(IndexNames.DEFAULT_PREFIX), Clock.systemUTC());
    private final RawRecord raw = RawRecord.newBuilder()
            .setCorpId(HostileRecords.CORP)
            .setSeq(1)
            .setMsgid("m")
            .setKeyVersion(1)
            .setEncryptedKey("")
            .setEncryptedPayload("")
            .setFetchedAt(Instant.EPOCH)
            .build();

    void requireLinear(Shape shape) {
        for (int bytes = FIRST_BYTES; bytes < LAST_BYTES; bytes *= FACTOR) {
            String small = shape.message(bytes);
            String large = shape.message(FACTOR * bytes);
            boolean linear = false;
            for (int i = 0; i < TRIES && !linear; i++) {
                linear = nanos(large) < MOST_GROWTH * nanos(small) + NOISE_NANOS;
            }
            assertThat(linear)
                    .as("%s of %d bytes takes as long as one would expect of a quarter", shape, FACTOR * bytes)
                    .isTrue();
        }
    }

    private long nanos(String message) {
        byte[] plaintext = message.getBytes(UTF_8);
        byte[] page = ("{\"errcode\":0,\"chatdata\":[{\"seq\":1,\"ext\":" + message + "}]}").getBytes(UTF_8);
        return nanos(plaintext, page);
    }

    private long nanos(byte[] plaintext, byte[] page) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        read(page);
        try {
            ChatEvent event = PayloadParser.parse(raw, plaintext, Instant.EPOCH);
            documents.write(event, Delivery.LIVE);
        } catch (PayloadException deeperThanIsRead) {
            // Refusing must not take longer either.
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    private void read(byte[] page) {
        try {
            pages.parse(page, 0);
        } catch (UnreadablePageException beyondLimits) {
            // Refusing must not take longer either.
        }
    }
}
