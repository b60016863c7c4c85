package org.wecomarchive.sinkelasticsearch;

import java.util.Optional;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.serde.OtherRecordException;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;

/** Reads events out of the records that Connect hands over. */
final class EventReader {

    private final RecordReader<ChatEvent> events;

    EventReader(RecordReader<ChatEvent> events) {
        this.events = events;
    }

    /**
     * The event of a record.
     *
     * @throws RejectedDocumentException if it holds none
     * @throws FatalSinkException if its topic holds other records
     * @throws org.wecomarchive.serde.UnresolvableSchemaException if the registry does not have its schema, or not as ours
     * @throws org.wecomarchive.serde.RegistryUnavailableException if its schema cannot be fetched now
     */
    ChatEvent event(SinkRecord sinkRecord) {
        if (!(sinkRecord.value() instanceof byte[] bytes)) {
            throw new RejectedDocumentException("no-value");
        }
        try {
            return events.decode(sinkRecord.topic(), sinkRecord.kafkaPartition(), sinkRecord.kafkaOffset(), bytes);
        } catch (UndecodableRecordException e) {
            throw new RejectedDocumentException("undecodable: " + e.reason());
        } catch (OtherRecordException e) {
            throw new FatalSinkException("the topic " + sinkRecord.topic() + " holds " + e.written()
                    + ", this connector wants " + e.wanted() + " (" + e.getMessage()
                    + "): correct topics; if it is right,"
                    + " correct schema.registry.url and restart the task");
        }
    }

    /** How the record was delivered. A missing header or a word of a later version counts as live, which never overwrites. */
    static Delivery delivery(SinkRecord sinkRecord) {
        Header header = sinkRecord.headers().lastWithName(HeaderNames.DELIVERY);
        return Optional.ofNullable(header)
                .map(Header::value)
                .map(Object::toString)
                .flatMap(Delivery::of)
                .orElse(Delivery.LIVE);
    }
}
