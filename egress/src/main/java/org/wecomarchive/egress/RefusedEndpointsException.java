package org.wecomarchive.egress;

import java.util.Collection;
import org.apache.kafka.common.config.ConfigException;

/** Endpoints lie outside {@code network.allowed.hosts}; the message names settings and hosts. */
public final class RefusedEndpointsException extends ConfigException {

    private static final long serialVersionUID = 1L;

    RefusedEndpointsException(Collection<String> sentences) {
        super(String.join(" ", sentences));
    }
}
