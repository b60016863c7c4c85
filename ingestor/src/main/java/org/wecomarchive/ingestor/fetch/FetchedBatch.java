package org.wecomarchive.ingestor.fetch;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records of one transaction: from a page, or from the call ledger.
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
