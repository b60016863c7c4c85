package org.wecomarchive.quickstart.faults;

import java.nio.file.Path;
import java.util.Map;
import org.wecomarchive.schemas.Topics;

/**
 * Where a run keeps what must be looked at.
 *
 * @param bootstrapServers of Kafka
 * @param registry settings of whoever reads Avro values
 * @param library value for {@code sdk.library}
 * @param secretFile file with the corp's secret
 */
public record PipelineAccess(
        String bootstrapServers, Map<String, String> registry, Topics topics, String library, Path secretFile) {

    public PipelineAccess {
        registry = Map.copyOf(registry);
    }
}
