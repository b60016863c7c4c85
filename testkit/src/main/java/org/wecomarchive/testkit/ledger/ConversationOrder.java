package org.wecomarchive.testkit.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches that the live events of a conversation rise in seq within a partition. */
final class ConversationOrder {

    private static final int KEPT = 10;

    private final Map<Place, Long> highest = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long violations;

    private record Place(int partition, String corp, String conversation) {}

    void add(LedgerEntry event) {
        if (!event.isLive() || event.isTombstone()) {
            return;
        }
        Place place = new Place(event.partition(), event.corp(), event.key());
        long before = highest.getOrDefault(place, -1L);
        if (event.seq() < before) {
            violations++;
            if (examples.size() < KEPT) {
                examples.add(event.corp() + ":" + event.seq() + " after " + before);
            }
        }
        highest.put(place, Math.max(before, event.seq()));
    }

    /** Live events that came after a higher seq of their conversation. */
    long violations() {
        return violations;
    }

    /** The first of them, without the conversation's name. */
    List<String> examples() {
        return List.copyOf(examples);
    }
}
