package org.wecomarchive.decryptor.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Part of an event that may be long, bounded so that the event stays smaller than its topic allows. The list ends at the
 * first element that does not fit.
 */
final class BoundedList<T> {

    private final int maxElements;
    private final long maxBytes;
    private final Function<T, Stream<String>> texts;
    private final List<T> elements = new ArrayList<>();
    private long bytes;
    private boolean truncated;

    /** @param texts what counts of an element, as UTF-8; null counts nothing */
    BoundedList(int maxElements, long maxBytes, Function<T, Stream<String>> texts) {
        this.maxElements = maxElements;
        this.maxBytes = maxBytes;
        this.texts = texts;
    }

    /** Adds an element, which is made only if there may be room for it. */
    void add(Supplier<T> element) {
        truncated |= elements.size() == maxElements;
        if (!truncated) {
            T made = element.get();
            bytes += texts.apply(made)
                    .filter(Objects::nonNull)
                    .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            truncated = bytes > maxBytes;
            if (!truncated) {
                elements.add(made);
            }
        }
    }

    /** Tells that there are elements which nobody adds. */
    void truncate() {
        truncated = true;
    }

    boolean isTruncated() {
        return truncated;
    }

    List<T> elements() {
        return List.copyOf(elements);
    }
}
