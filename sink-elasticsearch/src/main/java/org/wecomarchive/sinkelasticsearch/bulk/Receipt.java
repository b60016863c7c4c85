package org.wecomarchive.sinkelasticsearch.bulk;

/** Whom to tell what became of a write; called once, from a thread of the writer. */
public interface Receipt {

    /** It is on disk, or was there before. */
    void written();

    /** It can never be written. */
    void rejected(String reasonType);
}
