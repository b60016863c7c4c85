package org.wecomarchive.recovery;

import java.util.List;
import org.apache.kafka.common.errors.RetriableException;

/** No name of a broker resolves, so that no client can be made; this passes when the name service knows one. */
public final class UnresolvedBrokersException extends RetriableException {

    private static final long serialVersionUID = 1L;

    UnresolvedBrokersException(List<String> names) {
        super("names in bootstrap.servers do not resolve: " + String.join(", ", names));
    }
}
