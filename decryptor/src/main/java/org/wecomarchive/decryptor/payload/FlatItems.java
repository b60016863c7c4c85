package org.wecomarchive.decryptor.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.wecomarchive.schemas.MessageItem;

/**
 * The flat list of parts that goes into an event, bounded so that an event stays smaller than its topic allows: at most
 * {@value #MAX_ITEMS} items that hold at most {@value #MAX_BYTES} bytes of text. The list ends at the first
 * item that does not fit.
 */
final class FlatItems {

    static final int MAX_ITEMS = 10_000;
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private final List<MessageItem> items = new ArrayList<>();
    private long bytes;
    private boolean truncated;

    /** Adds an item, which is made only if there may be room for it. */
    void add(Supplier<MessageItem> item) {
        truncated |= items.size() == MAX_ITEMS;
        if (!truncated) {
            addIfItFits(item.get());
        }
    }

    private void addIfItFits(MessageItem item) {
        bytes += TextBytes.of(item.getPath(), item.getType(), item.getOriginalType(), item.getText(), item.getJson());
        truncated = bytes > MAX_BYTES;
        if (!truncated) {
            items.add(item);
        }
    }

    /** Tells that the message has parts which nobody adds. */
    void truncate() {
        truncated = true;
    }

    List<MessageItem> items() {
        return List.copyOf(items);
    }

    boolean truncated() {
        return truncated;
    }
}
