package org.wecomarchive.ingestor.page;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the records of one page and holds WeCom to its promise: every seq is greater than the one asked for and than
 * the one before. Gaps are normal. The same seq twice in a row is dropped when the content is the same.
 */
final class SequenceCheck {

    private final long asked;
    private final List<ArchivedRecord> records = new ArrayList<>();
    private int duplicates;
    private int unknownFields;

    SequenceCheck(long asked) {
        this.asked = asked;
    }

    /** Checks a received seq before its record is complete; returns it as a long. */
    long inRange(BigInteger seq) {
        if (seq.bitLength() > 63) {
            throw new BrokenSequenceException(
                    "WeCom sent seq " + seq + ", which is beyond 2^63 - 1: it cannot be kept as a"
                            + " position; nothing from there on was published");
        }
        return seq.longValue();
    }

    void add(ArchivedRecord next) {
        ArchivedRecord last = records.isEmpty() ? null : records.get(records.size() - 1);
        if (last != null && next.seq() == last.seq()) {
            if (!next.equals(last)) {
                throw new BrokenSequenceException(
                        "WeCom sent seq " + next.seq() + " twice in one page with different content");
            }
            duplicates++;
            return;
        }
        long before = last == null ? asked : last.seq();
        if (next.seq() <= before) {
            throw new BrokenSequenceException(
                    "WeCom sent seq " + next.seq() + " after " + before + ": the order of seqs is broken");
        }
        records.add(next);
    }

    /** A field of the page or of a record has no place of its own. */
    void countUnknownField() {
        unknownFields++;
    }

    Page page(int errcode) {
        return new Page(errcode, errcode == 0 ? records : List.of(), duplicates, unknownFields);
    }
}
