package org.wecomarchive.decryptor.payload;

/** What an account is, by the prefix that WeCom gives to accounts outside the corp. */
enum SenderKind {
    MEMBER("member"),
    EXTERNAL("external"),
    ROBOT("robot"),
    UNKNOWN("unknown");

    private final String text;

    SenderKind(String text) {
        this.text = text;
    }

    /** The word in the event. */
    String text() {
        return text;
    }

    static SenderKind of(String id) {
        if (id.isEmpty()) {
            return UNKNOWN;
        }
        if (id.startsWith("wb")) {
            return ROBOT;
        }
        return id.startsWith("wm") || id.startsWith("wo") ? EXTERNAL : MEMBER;
    }

    boolean isOutside() {
        return this == EXTERNAL || this == ROBOT;
    }
}
