package org.wecomarchive.serde;

/** Where a record came from, for messages: {@code topic-partition@offset}, or the topic alone where no more is known. */
record RecordPosition(String text) {

    static RecordPosition of(String topic, int partition, long offset) {
        return new RecordPosition(topic + "-" + partition + "@" + offset);
    }

    static RecordPosition of(String topic) {
        return new RecordPosition(topic);
    }

    @Override
    public String toString() {
        return text;
    }
}
