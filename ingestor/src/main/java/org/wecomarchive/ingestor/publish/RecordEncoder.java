package org.wecomarchive.ingestor.publish;

/** Turns records of one type into the bytes of a topic; the schema is known to the registry beforehand. */
public interface RecordEncoder<T> {

    /** Fetches or registers the schema for {@code topic}; to be called before the first record. */
    void prepare(String topic);

    /** The value's bytes; without a call to the registry once {@code topic} is prepared. */
    byte[] encode(String topic, T value);
}
