package org.wecomarchive.financesdk;

/**
 * Which page to fetch.
 *
 * @param seq exclusive, at least 0
 * @param limit most records of the page, 1 to 1000, as the vendor allows
 */
public record PageRequest(long seq, int limit) {

    public static final int LARGEST_LIMIT = 1000;

    public PageRequest {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative: " + Long.toUnsignedString(seq));
        }
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to 1000: " + limit);
        }
    }
}
