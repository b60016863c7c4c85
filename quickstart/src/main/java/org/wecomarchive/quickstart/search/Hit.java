package org.wecomarchive.quickstart.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message that was found.
 *
 * @param sentAt absent where the message does not say
 * @param sender absent where the message has none
 * @param recalledAt when it was recalled, if it was
 * @param damaged whether its JSON has malformed bytes or broken escapes
 * @param pieces where the words stand, or the beginning of the text; empty for messages without text
 */
public record Hit(
        Optional<Instant> sentAt,
        Optional<String> sender,
        String conversationId,
        String msgType,
        Optional<Instant> recalledAt,
        boolean damaged,
        List<String> pieces) {

    public Hit {
        pieces = List.copyOf(pieces);
    }
}
