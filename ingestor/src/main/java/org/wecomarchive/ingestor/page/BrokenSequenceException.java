package org.wecomarchive.ingestor.page;

/** WeCom broke the promise that the cursor rests on: going on could lose or repeat records. */
public final class BrokenSequenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenSequenceException(String message) {
        super(message);
    }
}
