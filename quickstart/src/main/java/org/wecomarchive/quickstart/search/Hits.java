package org.wecomarchive.quickstart.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param total how many messages there are in all
 * @param first the best of them
 */
public record Hits(long total, List<Hit> first) {

    public Hits {
        first = List.copyOf(first);
    }
}
