package org.wecomarchive.sinkelasticsearch.bulk;

import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;

/** A write on its way. Its end is told once, from a thread of the writer. */
public interface PendingDocument {

    /** What to write. */
    DocumentWrite write();

    /** It is on disk, or was there before. */
    void written();

    /** It can never be written. */
    void rejected(String reasonType);
}
