package org.wecomarchive.decryptor.payload;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an account is, by the full shape of its id.
 *
 * <p>The ids that WeCom makes are {@code wm} or {@code wo} for outside people and {@code wb} for robots, five characters,
 * one of {@code AQgw}, {@code AA}, and more, 32 characters in most samples. All other ids are the corp's own: a member
 * may well be called {@code wobeiqi} or {@code wbai}.
 */
enum SenderKind {
    MEMBER,
    EXTERNAL,
    ROBOT,
    UNKNOWN;

    private static final Pattern MADE_BY_WECOM = Pattern.compile("w[mob][A-Za-z0-9_-]{5}[AQgw]AA[A-Za-z0-9_-]+");

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word in the event. */
    String text() {
        return text;
    }

    static SenderKind of(String id) {
        if (id.isEmpty()) {
            return UNKNOWN;
        }
        if (!MADE_BY_WECOM.matcher(id).matches()) {
            return MEMBER;
        }
        return id.startsWith("wb") ? ROBOT : EXTERNAL;
    }

    boolean isOutside() {
        return this == EXTERNAL || this == ROBOT;
    }
}
