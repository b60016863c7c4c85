package org.wecomarchive.ingestor.fetch;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records that one transaction shall hold: of a page, or of the call ledger.
 *
 * @param records in the order to be sent, at least one
 * @param bytes size of their values
 */
public record FetchedBatch(List<SourceRecord> records, long bytes) {

    public FetchedBatch {
        records = List.copyOf(records);
        if (records.isEmpty() || bytes < 0) {
            throw new IllegalArgumentException("a batch has records and a size");
        }
    }
}
