package org.wecomarchive.serde;

/**
 * Upper bound of what a batch with one record alone takes before it is compressed, in bytes: what a topic's
 * {@code max.message.bytes} and a producer's {@code max.request.size} are compared with.
 *
 * <p><b>Source.</b> <a href="https://kafka.apache.org/documentation/#messageformat">Kafka's message format</a>.
 */
public final class BatchSize {

    /** Upper bound of what the record and batch formats add: 61 bytes of batch header, 21 of record header, and slack. */
    private static final int OVERHEAD_BYTES = 128;
    /** Upper bound of the two lengths of a header, varints of at most 5 bytes. */
    private static final int HEADER_OVERHEAD_BYTES = 10;

    private long upperBound;

    /** A record without headers. */
    public BatchSize(int keyBytes, int valueBytes) {
        upperBound = (long) OVERHEAD_BYTES + keyBytes + valueBytes;
    }

    /** Adds one header of the record. */
    public void addHeader(int keyBytes, int valueBytes) {
        upperBound += (long) HEADER_OVERHEAD_BYTES + keyBytes + valueBytes;
    }

    public long upperBound() {
        return upperBound;
    }
}
