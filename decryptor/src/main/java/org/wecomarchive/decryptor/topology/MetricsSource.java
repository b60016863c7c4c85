package org.wecomarchive.decryptor.topology;

import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.wecomarchive.decryptor.ahead.AheadFigures;
import org.wecomarchive.decryptor.keyring.KeyRing;

/**
 * What the metrics show beside the records.
 *
 * @param rsaProvider {@code accp} or {@code jdk}
 * @param more what other parts of the program show
 */
public record MetricsSource(
        KeyRing keys, String rsaProvider, SdkCounts sdk, AheadFigures ahead, List<Figure> more, InstantSource clock) {

    public MetricsSource {
        more = List.copyOf(more);
    }

    OutcomeMetrics open(ProcessorContext<?, ?> context) {
        return new OutcomeMetrics(context.metrics(), this);
    }
}
