package org.wecomarchive.quickstart.report;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import org.wecomarchive.quickstart.search.HitLines;
import org.wecomarchive.quickstart.search.Hits;
import org.wecomarchive.quickstart.search.SearchIndex;
import org.wecomarchive.quickstart.sql.ColdDatabase;
import org.wecomarchive.quickstart.sql.TableOutput;
import org.wecomarchive.sinkelasticsearch.query.ArchiveQuery;

/**
 * Shows what the stores are for: a few searches, and one question in SQL.
 *
 * @param messages whether texts of messages may be shown
 * @param showable makes a text fit to be shown
 */
public record StoreTour(Messages messages, UnaryOperator<String> showable) {

    /** A phrase, and one character, which stands in other words, too. */
    private static final List<String> WORDS = List.of("\"合同第三条\"", "三", "👍");

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private static final String MESSAGES_PER_DAY_AND_TYPE =
            """
            SELECT CAST(sent_at AT TIME ZONE 'Asia/Shanghai' AS DATE) AS day, msg_type, count(*) AS messages
            FROM events WHERE action = 'send' AND sent_at IS NOT NULL
            GROUP BY day, msg_type
            QUALIFY row_number() OVER (PARTITION BY day ORDER BY messages DESC, msg_type) <= 3
            ORDER BY day, messages DESC, msg_type
            """;

    public void search(URI elasticsearch, PrintStream out) throws IOException, InterruptedException {
        SearchIndex index = new SearchIndex(elasticsearch);
        out.println("\nbin/search finds words, also inside of others:");
        for (String words : WORDS) {
            Hits hits = index.find(ArchiveQuery.words(words).size(1).build());
            show("  " + words + ": " + hits.total() + " messages", hits, out);
        }
        Hits recalled = index.lastRecalled();
        show("  recalled: " + recalled.total() + " messages", recalled, out);
    }

    private void show(String title, Hits hits, PrintStream out) {
        out.println(title);
        if (messages == Messages.SHOWN) {
            new HitLines(CHINA).of(hits).forEach(line -> out.println("    " + showable.apply(line)));
        }
    }

    public void query(Path warehouse, PrintStream out) throws IOException, SQLException {
        try (ColdDatabase database = ColdDatabase.open(warehouse, CHINA)) {
            if (database.has("events")) {
                query(database, out);
            } else {
                out.println("\nThe cold store has no table of events yet.");
            }
        }
    }

    private static void query(ColdDatabase database, PrintStream out) throws SQLException {
        out.println("\nbin/sql asks the cold store, here for messages per day in China and the types of most of them:");
        MESSAGES_PER_DAY_AND_TYPE.lines().forEach(line -> out.println("  " + line));
        out.println();
        database.query(MESSAGES_PER_DAY_AND_TYPE, new TableOutput(out));
    }
}
