package org.wecomarchive.sinkelasticsearch.document;

/** Ids of documents: {@code <corp>:<msgid>}, so that a message that comes under two seqs is one document. */
public final class DocumentId {

    private DocumentId() {}

    /** For example {@code ww1234567890abcdef:14937539372385124853_1762934400000_external}. */
    public static String of(String corpId, String msgid) {
        return corpId + ":" + msgid;
    }
}
