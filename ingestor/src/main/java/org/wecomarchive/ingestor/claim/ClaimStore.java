package org.wecomarchive.ingestor.claim;

import java.util.Optional;

/** One text that all connectors of a corp see; Kafka's exceptions say that it cannot be reached. */
public interface ClaimStore extends AutoCloseable {

    /** The last text; empty when there is none or the store has forgotten it. */
    Optional<String> read();

    void write(String text);

    @Override
    void close();
}
