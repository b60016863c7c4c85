package org.wecomarchive.quickstart.books;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.sinkiceberg.read.RowCount;

/**
 * What the stores hold; empty where a run has none of the kind.
 *
 * @param searchDocuments documents in the search index
 * @param coldEvents rows of the table of events
 * @param coldRaw rows of the table of raw records
 */
public record StoreCounts(OptionalLong searchDocuments, Optional<RowCount> coldEvents, Optional<RowCount> coldRaw) {

    /** Whether every message has one document, and every event and raw record one row. */
    public boolean hold(Published published) {
        return searchDocuments.orElse(published.messages()) == published.messages()
                && coldEvents.map(rows -> isOneEach(rows, published.events())).orElse(true)
                && coldRaw.map(rows -> isOneEach(rows, published.raw())).orElse(true);
    }

    /** Adds a field for each store. */
    void addTo(ObjectNode line) {
        searchDocuments.ifPresent(documents -> line.put("searchDocuments", documents));
        coldEvents.ifPresent(rows -> line.put("coldEvents", rows.rows()));
        coldRaw.ifPresent(rows -> line.put("coldRaw", rows.rows()));
    }

    /** One sentence, or nothing where there are no stores. */
    public Optional<String> sentence() {
        List<String> parts = new ArrayList<>();
        searchDocuments.ifPresent(documents -> parts.add(documents + " documents can be searched"));
        coldEvents.ifPresent(rows -> parts.add(rows.rows() + " events are in the cold store"));
        coldRaw.ifPresent(rows -> parts.add(rows.rows() + " raw records, too"));
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts) + ".");
    }

    private static boolean isOneEach(RowCount rows, long wanted) {
        return rows.rows() == wanted && rows.distinct() == wanted;
    }
}
