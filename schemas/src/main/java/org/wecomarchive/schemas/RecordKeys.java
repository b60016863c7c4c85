package org.wecomarchive.schemas;

import java.util.Locale;

/** Keys of records. Of raw, parked and raw dead-letter records: {@code <corp_id>:<seq, 20 digits>}, so that name order is seq order. */
public final class RecordKeys {

    private RecordKeys() {}

    /** For example {@code ww1234567890abcdef:00000000000000000042}; {@code seq} is at least 0. */
    public static String of(String corpId, long seq) {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative: " + seq);
        }
        return String.format(Locale.ROOT, "%s:%020d", corpId, seq);
    }

    /** Key of a command's progress in one part, from 0: {@code <id>/<part>}. The command's own key is its id. */
    public static String ofPart(String commandId, int part) {
        return commandId + "/" + part;
    }
}
