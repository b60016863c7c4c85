package org.wecomarchive.sinkelasticsearch.layout;

import java.util.Locale;

/** Every field of a document; the mapping and the table in the README are made from it. */
public enum IndexField {
    CORP_ID(FieldType.KEYWORD, "corp"),
    SEQ(FieldType.LONG, "seq of the event that made the document"),
    MSGID(FieldType.KEYWORD, "message id"),
    ACTION(FieldType.KEYWORD, "`send`, `recall`, `switch`, …"),
    MSG_TYPE(FieldType.KEYWORD, "WeCom's message type"),
    SENDER(FieldType.KEYWORD, "who sent it"),
    SENDER_KIND(FieldType.KEYWORD, "`member`, `external`, `robot`, `unknown`"),
    RECIPIENTS(FieldType.KEYWORD, "who received it"),
    RECIPIENT_COUNT(FieldType.INTEGER, "number of recipients"),
    PARTIES(FieldType.KEYWORD, "sender and recipients"),
    ROOM_ID(FieldType.KEYWORD, "group"),
    CONVERSATION_ID(FieldType.KEYWORD, "`room:…`, `direct:…|…`, `user:…`"),
    IS_EXTERNAL(FieldType.BOOLEAN, "whether people of other corps, outside people or robots take part"),
    IS_UPDOWN_STREAM(FieldType.BOOLEAN, "whether a corp of the supply chain (上下游) takes part"),
    SENT_AT(FieldType.DATE, "when it was sent, UTC; absent when unknown"),
    KEY_VERSION(FieldType.LONG, "version of the RSA key"),
    TEXT(FieldType.TEXT, "everything a person would search for; `text` ranks, `text.exact` finds every substring"),
    TEXT_LENGTH(FieldType.INTEGER, "characters (UTF-16 units) of `text`"),
    PAYLOAD(FieldType.STORED, "the decrypted JSON, unchanged; not searchable"),
    DAMAGED(FieldType.BOOLEAN, "whether the JSON has malformed bytes or broken escapes"),
    MEDIA_IDS(FieldType.KEYWORD, "files, as the key of the media topic names them"),
    MEDIA_KINDS(FieldType.KEYWORD, "kinds of the files"),
    MEDIA_MD5S(FieldType.KEYWORD, "MD5 of the files, where WeCom gives it"),
    MEDIA_COUNT(FieldType.INTEGER, "number of files"),
    MEDIA_BYTES(FieldType.LONG, "size of all files in bytes, where WeCom gives it"),
    FILE_NAMES(FieldType.KEYWORD, "names of the files, untrusted"),
    FILE_EXTENSION(FieldType.KEYWORD, "of a `file`, as WeCom gives it"),
    ITEM_TYPES(FieldType.KEYWORD, "types of the parts of `mixed`, `chatrecord`, `note`"),
    ITEM_COUNT(FieldType.INTEGER, "number of those parts"),
    LINK_URL(FieldType.KEYWORD, "target of a `link` or `docmsg`"),
    MINI_PROGRAM(FieldType.KEYWORD, "user name of a `weapp`"),
    MINI_PROGRAM_APP(FieldType.KEYWORD, "app id of a `weapp`"),
    MINI_PROGRAM_PAGE(FieldType.KEYWORD, "page of a `weapp`, with its parameters"),
    DOCUMENT_CREATOR(FieldType.KEYWORD, "who made a `docmsg`"),
    MEETING_ID(FieldType.KEYWORD, "of a `meeting`"),
    VOTE_ID(FieldType.KEYWORD, "of a `vote`"),
    VOICE_ID(FieldType.KEYWORD, "of a `meeting_voice_call`"),
    PACKET_AMOUNT(FieldType.LONG, "of a red packet, in cents (分)"),
    RECALLED(FieldType.BOOLEAN, "true once the message was recalled; else absent"),
    RECALLED_AT(FieldType.DATE, "when it was recalled"),
    RECALLED_BY(FieldType.KEYWORD, "who recalled it"),
    RECALLED_MSGID(FieldType.KEYWORD, "of a recall: the message recalled"),
    RECALL_STATE(FieldType.KEYWORD, "of a recall: `pending`, `applied`, `untargeted`"),
    RECALL_ATTEMPTS(FieldType.INTEGER, "of a pending recall: looks for its message so far"),
    RECALL_NEXT_AT(FieldType.DATE, "of a pending recall: when its message is looked for next");

    private final FieldType type;
    private final String meaning;

    IndexField(FieldType type, String meaning) {
        this.type = type;
        this.meaning = meaning;
    }

    /** The name in documents and queries. */
    public String fieldName() {
        return name().toLowerCase(Locale.ROOT);
    }

    FieldType type() {
        return type;
    }

    String meaning() {
        return meaning;
    }
}
