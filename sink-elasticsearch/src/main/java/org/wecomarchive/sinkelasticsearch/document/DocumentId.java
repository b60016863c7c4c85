package org.wecomarchive.sinkelasticsearch.document;

import java.nio.charset.StandardCharsets;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;

/** Ids of documents: {@code <corp>:<msgid>}, so that a message that comes under two seqs is one document. */
public final class DocumentId {

    /** Elasticsearch refuses a whole bulk for one longer id. */
    private static final int MOST_BYTES = 512;

    private DocumentId() {}

    /**
     * For example {@code ww1234567890abcdef:14937539372385124853_1762934400000_external}.
     *
     * @throws RejectedDocumentException if it has more than 512 bytes
     */
    public static String of(String corpId, String msgid) {
        if (!isPossible(corpId, msgid)) {
            throw new RejectedDocumentException("id_too_long");
        }
        return joined(corpId, msgid);
    }

    static boolean isPossible(String corpId, String msgid) {
        return joined(corpId, msgid).getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    private static String joined(String corpId, String msgid) {
        return corpId + ":" + msgid;
    }
}
