package org.wecomarchive.ingestor.publish;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;

/** A record exceeds a limit on its way. Only a person can raise the limit; the message says how. */
public final class OversizedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the decryptor asks of parked and dead letters beyond the raw topic's limit. */
    private static final int HEADERS_BYTES = 4096;

    OversizedRecordException(SourceRecord sent, long bytes, List<SizeLimit> exceeded, Topics topics) {
        super("the record of corp " + text(sent, HeaderNames.CORP) + " with seq " + text(sent, HeaderNames.SEQ)
                + " takes up to " + bytes + " bytes, more than "
                + exceeded.stream().map(SizeLimit::toString).collect(Collectors.joining(" and ")) + ". "
                + remedy(bytes, topics));
    }

    /** Downstream first: the decryptor does not start, and could not keep the record, while raw admits more than parked. */
    private static String remedy(long bytes, Topics topics) {
        long withHeaders = bytes + HEADERS_BYTES;
        return "Nothing of its page is committed. Raise what is lower, in this order: (1) max.message.bytes of topics "
                + topics.parked() + " and " + topics.deadLetters() + " to " + withHeaders
                + "; (2) max.message.bytes of topic " + topics.events()
                + " and the decryptor's events.max.bytes to " + withHeaders + ", and restart the decryptor;"
                + " (3) max.message.bytes of topic " + topics.raw() + " to " + bytes
                + "; (4) this connector's producer.override.max.request.size and producer.override.buffer.memory to "
                + bytes + "; then restart the task, before WeCom drops the record";
    }

    private static String text(SourceRecord sent, String header) {
        return String.valueOf(sent.headers().lastWithName(header).value());
    }
}
