package org.wecomarchive.quickstart.consuming;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.SdkCalls;

/**
 * What the pipeline writes to one topic, as far as neither the schema nor the catalog of topics tells.
 *
 * @param topic name below the prefix, as in the catalog
 * @param message name of what its records are
 * @param summary one sentence
 * @param key what the key is
 * @param keyExample a key
 * @param headers which headers a record has
 * @param value the value's schema; empty for bytes of any origin
 */
record TopicContract(
        String topic,
        String message,
        String summary,
        String key,
        String keyExample,
        EventHeaders headers,
        Optional<Schema> value) {

    private static final String CORP = "ww1234567890abcdef";
    private static final String RECORD_KEY = "<corp_id>:<seq, 20 digits>";
    private static final String RECORD_KEY_EXAMPLE = CORP + ":00000000000000001001";

    /** Every topic that the pipeline writes. Those of the catalog that are missing here are reserved. */
    static final List<TopicContract> ALL = List.of(
            new TopicContract(
                    "events.v1",
                    "ChatEvent",
                    "One decrypted record of the chat archive.",
                    "conversation_id",
                    "direct:lisi|zhangsan",
                    EventHeaders.COMMON,
                    Optional.of(ChatEvent.getClassSchema())),
            new TopicContract(
                    "raw.v1",
                    "RawRecord",
                    "One record of the chat archive as received, encrypted.",
                    RECORD_KEY,
                    RECORD_KEY_EXAMPLE,
                    EventHeaders.COMMON,
                    Optional.of(RawRecord.getClassSchema())),
            new TopicContract(
                    "parked.v1",
                    "ParkedRecord",
                    "A raw record without an outcome yet; a null value once it has one. Schema id of the raw topic's subject.",
                    RECORD_KEY,
                    RECORD_KEY_EXAMPLE,
                    EventHeaders.PARKED,
                    Optional.of(RawRecord.getClassSchema())),
            new TopicContract(
                    "dead-letters.v1",
                    "DeadLetter",
                    "A record that can never become an event: key and value are the bytes of its source, decodable or not.",
                    "as the source's",
                    RECORD_KEY_EXAMPLE,
                    EventHeaders.DEAD_LETTER,
                    Optional.empty()),
            new TopicContract(
                    "gaps.v1",
                    "Gap",
                    "A period in which WeCom may have dropped records unseen.",
                    "corp_id",
                    CORP,
                    EventHeaders.NONE,
                    Optional.of(Gap.getClassSchema())),
            new TopicContract(
                    "calls.v1",
                    "SdkCalls",
                    "Calls of one corp's ingestor to WeCom that ended alike, per minute.",
                    "corp_id",
                    CORP,
                    EventHeaders.CALLS,
                    Optional.of(SdkCalls.getClassSchema())),
            new TopicContract(
                    "erasures.v1",
                    "ErasureOrder",
                    "An order to publish a record, or all of a person's, never again; a null value takes it back.",
                    "id",
                    "case-2025-17",
                    EventHeaders.NONE,
                    Optional.of(Erasure.getClassSchema())),
            new TopicContract(
                    "erased.v1",
                    "ErasedRecord",
                    "A record that was not published because of an erasure, without content.",
                    RECORD_KEY,
                    RECORD_KEY_EXAMPLE,
                    EventHeaders.COMMON,
                    Optional.of(Erasure.getClassSchema())),
            new TopicContract(
                    "commands.v1",
                    "Command",
                    "What an operator told the pipeline to do, or how far one part of that is.",
                    "<id> or <id>/<part>",
                    "release-5f0c6a1e",
                    EventHeaders.NONE,
                    Optional.of(Command.getClassSchema())));

    TopicContract {
        Objects.requireNonNull(headers, "headers is null");
        Objects.requireNonNull(value, "value is null");
    }

    static Optional<TopicContract> of(String topic) {
        return ALL.stream().filter(contract -> contract.topic().equals(topic)).findFirst();
    }
}
