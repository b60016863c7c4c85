package org.wecomarchive.ingestor.page;

/** A page is not the JSON that GetChatData promises; another call may do better. Its message quotes no content. */
public final class UnreadablePageException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadablePageException(String message) {
        super(message);
    }
}
