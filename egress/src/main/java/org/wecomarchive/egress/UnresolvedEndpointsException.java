package org.wecomarchive.egress;

import java.util.Collection;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Names of endpoints cannot be looked up, so that nobody knows yet whether they lie inside. Says nothing about the settings: it
 * passes when the name service answers.
 */
public final class UnresolvedEndpointsException extends RetriableException {

    private static final long serialVersionUID = 1L;

    UnresolvedEndpointsException(Collection<String> sentences) {
        super(String.join(" ", sentences));
    }
}
