package org.wecomarchive.quickstart.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.quickstart.books.Published;
import org.wecomarchive.quickstart.books.StoreCounts;
import org.wecomarchive.quickstart.books.Stored;
import org.wecomarchive.quickstart.search.SearchIndex;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.testkit.connect.ConnectRest;

/**
 * The stores that a run has: each, both or none.
 *
 * @param elasticsearch where the search index is, if there is one
 * @param warehouse directory of the cold store, if there is one
 */
public record Stores(Optional<URI> elasticsearch, Optional<Path> warehouse) {

    private static final Logger log = LoggerFactory.getLogger(Stores.class);
    private static final String SEARCH = "search";
    private static final String COLD_EVENTS = "cold-events";
    private static final String COLD_RAW = "cold-raw";

    /** Lets the stores be filled; what an earlier run on the same directory filled and this one does not want is let be. */
    public void connect(ConnectRest connect, PipelineSettings settings)
            throws IOException, InterruptedException, TimeoutException {
        List<String> known = connect.connectors();
        put(connect, known, SEARCH, elasticsearch.map(settings::search));
        put(connect, known, COLD_EVENTS, warehouse.map(settings::coldEvents));
        put(connect, known, COLD_RAW, warehouse.map(settings::coldRaw));
    }

    /** What they hold now of what was published; without counts where one of them does not answer. */
    public Stored stored(Published published) throws InterruptedException {
        try {
            return new Stored(published, Optional.of(counts()));
        } catch (IOException | UncheckedIOException e) {
            log.warn("a store does not answer: {}", RedactedException.sentence(e));
            return new Stored(published, Optional.empty());
        }
    }

    private StoreCounts counts() throws IOException, InterruptedException {
        OptionalLong documents = elasticsearch.isPresent()
                ? OptionalLong.of(new SearchIndex(elasticsearch.get()).documents())
                : OptionalLong.empty();
        if (warehouse.isEmpty()) {
            return new StoreCounts(documents, Optional.empty(), Optional.empty());
        }
        try (ColdStore cold =
                ColdStore.open(Map.of("catalog.warehouse", warehouse.get().toString()))) {
            return new StoreCounts(documents, Optional.of(rows(cold, "events")), Optional.of(rows(cold, "raw")));
        }
    }

    private static RowCount rows(ColdStore cold, String table) {
        return cold.has(table) ? cold.count(table) : new RowCount(0, 0);
    }

    private static void put(
            ConnectRest connect, List<String> known, String name, Optional<Map<String, String>> settings)
            throws IOException, InterruptedException, TimeoutException {
        if (settings.isPresent()) {
            connect.putConnector(name, settings.get());
        } else if (known.contains(name)) {
            connect.deleteConnector(name);
        }
    }
}
