package org.wecomarchive.serde;

/**
 * Where a record came from, for messages: {@code topic-partition@offset}, or the topic alone where no more is known.
 */
record RecordPosition(String topic, String text) {

    static RecordPosition of(String topic, int partition, long offset) {
        return new RecordPosition(topic, topic + "-" + partition + "@" + offset);
    }

    static RecordPosition of(String topic) {
        return new RecordPosition(topic, topic);
    }

    /** The subject of the topic's values. */
    String subject() {
        return RecordSerde.subject(topic);
    }

    @Override
    public String toString() {
        return text;
    }
}
