package org.wecomarchive.decryptor.decryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.serde.BatchSize;

/**
 * From a chat event to the record's bytes, measured before anybody sends them: a producer that meets a record over its
 * limit stops the stream for good.
 */
public final class EventEncoding {

    private final Function<ChatEvent, byte[]> encoder;
    private final int mostBytes;

    /**
     * Encodes within a limit.
     *
     * @param encoder throws as the serde does
     * @param mostBytes {@code max.message.bytes} of the events topic: a whole batch with one record
     */
    public EventEncoding(Function<ChatEvent, byte[]> encoder, int mostBytes) {
        this.encoder = encoder;
        this.mostBytes = mostBytes;
    }

    Outcome.Event encode(ChatEvent event, RecordIdentity identity) throws RejectedException {
        byte[] key = event.getConversationId().getBytes(UTF_8);
        byte[] value = encoder.apply(event);
        if (upperBound(key, value, identity) > mostBytes) {
            throw RejectedException.deadLetter(
                    DeadLetterReason.TOO_LARGE, new FailedStep(Stage.SERIALIZE, RecordTooLargeException.class));
        }
        List<String> people = Stream.concat(Stream.ofNullable(event.getSender()), event.getRecipients().stream())
                .toList();
        return new Outcome.Event(key, value, identity, Optional.ofNullable(event.getSentAt()), people);
    }

    private static long upperBound(byte[] key, byte[] value, RecordIdentity identity) {
        BatchSize batch = new BatchSize(key.length, value.length);
        for (Header header : OutcomeHeaders.ofEvent(identity, longestDelivery())) {
            batch.addHeader(header.key().getBytes(UTF_8).length, header.value().length);
        }
        return batch.upperBound();
    }

    private static Headers longestDelivery() {
        String longest = Arrays.stream(Delivery.values())
                .map(Delivery::text)
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
        return new RecordHeaders().add(HeaderNames.DELIVERY, longest.getBytes(UTF_8));
    }
}
