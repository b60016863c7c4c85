package org.wecomarchive.ingestor.page;

import java.util.List;
import java.util.OptionalLong;

/**
 * The answer to one GetChatData call.
 *
 * @param errcode 0 for success; otherwise there are no records
 * @param records in strictly rising order of seq, all of them greater than the seq asked for
 * @param duplicates records that came twice with the same content, counted beyond the first
 * @param unknownFields fields of the page and of its records that have no place, or are not of the type that they stand for
 */
public record Page(int errcode, List<ArchivedRecord> records, int duplicates, int unknownFields) {

    public Page {
        records = List.copyOf(records);
        if (errcode != 0 && !records.isEmpty()) {
            throw new IllegalArgumentException("a failed page has no records");
        }
    }

    /** Whether there was nothing newer than the seq asked for. */
    public boolean caughtUp() {
        return records.isEmpty();
    }

    /** Seq of the first record; empty for an empty page. */
    public OptionalLong firstSeq() {
        return records.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(records.get(0).seq());
    }
}
