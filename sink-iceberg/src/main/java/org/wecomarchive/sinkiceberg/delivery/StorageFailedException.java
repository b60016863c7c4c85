package org.wecomarchive.sinkiceberg.delivery;

import java.util.Objects;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;

/** Writing files failed, so that the open rows are not complete any more; what it asks for is what its cause asks for. */
final class StorageFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StorageFailedException(RuntimeException cause) {
        super("writing files failed: " + SinkFailures.describe(Objects.requireNonNull(cause, "cause is null")), cause);
    }
}
