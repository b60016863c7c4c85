package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.sinkelasticsearch.document.DocumentId;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.ledger.SeqSet;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * What differs between source, topics, search index, cold tables and logs of a site at rest.
 *
 * @param records (corp, seq) of the source
 * @param events with an event
 * @param parked parked now
 * @param deadLetters dead now
 * @param misjudged of the source's sound records, those without an event: parked, for example, because the library was killed with them
 * @param lost not fetched, without outcome, without document or without row
 * @param duplicated live twice in a topic, in two topics, as two documents or rows; or there although the source has no such record
 * @param outOfOrder live events behind a higher seq of their conversation
 * @param leaks secrets and markers in logs
 * @param findings a sentence for each kind of difference, with examples
 */
public record Comparison(
        long records,
        long events,
        long parked,
        long deadLetters,
        long misjudged,
        long lost,
        long duplicated,
        long outOfOrder,
        long leaks,
        List<String> findings) {

    private static final Duration READING = Duration.ofMinutes(10);
    private static final int EXAMPLES = 5;

    public Comparison {
        findings = List.copyOf(findings);
    }

    /** Whether nothing differs. */
    public boolean agrees() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0 && leaks == 0;
    }

    /** Reads everything from its beginning. */
    public static Comparison of(Tenant.Records source, SearchStore search)
            throws IOException, InterruptedException, TimeoutException {
        Collected collected = new Collected();
        Ledger ledger;
        try (LedgerReader reader = new LedgerReader(Site.kafka(), Site.TOPICS)) {
            ledger = reader.read(READING);
        }
        Balance balance = ledger.balance();
        collected.lost("not fetched", source.all().minus(ledger.raw()));
        collected.lost("without outcome", ledger.withoutOutcome());
        collected.duplicated("live twice in a topic", balance.duplicates());
        collected.duplicated("without source", balance.withoutSource() + sizeOfSurplus(ledger.raw(), source.all()));
        collected.duplicated("live in two topics", balance.contradictions());
        collected.count("out of order", balance.outOfOrder());
        collected.note("sound but no events", source.sound().minus(ledger.events()));
        documents(collected, search);
        try (ColdTables cold = ColdTables.open()) {
            rows(collected, "events", cold.rows("events"), ledger.events());
            rows(collected, "raw", cold.rows("raw"), ledger.raw());
        }
        List<String> leaks = Leaks.find();
        collected.findings.addAll(leaks);
        return new Comparison(
                source.all().size(),
                balance.events(),
                balance.parked(),
                balance.deadLetters(),
                source.sound().minus(ledger.events()).size(),
                collected.lost,
                collected.duplicated,
                balance.outOfOrder(),
                leaks.size(),
                collected.findings);
    }

    private static long sizeOfSurplus(SeqSet have, SeqSet wanted) {
        return have.minus(wanted).size();
    }

    private static void documents(Collected collected, SearchStore search)
            throws IOException, InterruptedException, TimeoutException {
        Set<String> published = published();
        Map<String, Integer> documents = new HashMap<>();
        search.documents().forEach(place -> documents.merge(place.id(), 1, Integer::sum));
        Set<String> missing = new HashSet<>(published);
        missing.removeAll(documents.keySet());
        collected.lost += missing.size();
        collected.count("events without a document", missing.size());
        collected.duplicated(
                "documents of no event or more than one for a message",
                documents.entrySet().stream()
                        .mapToLong(document -> document.getValue() - (published.contains(document.getKey()) ? 1 : 0))
                        .sum());
    }

    /** Ids of the documents that the events topic asks for. */
    private static Set<String> published() throws IOException, InterruptedException, TimeoutException {
        Set<String> published = new HashSet<>();
        try (CommittedRecords.Reader reader = new CommittedRecords(Site.kafka(), Site.TOPICS.events()).open()) {
            BoundedWait.of(READING).<IOException>until("the events", () -> {
                try {
                    reader.readOn(event -> published.add(
                            DocumentId.of(header(event, HeaderNames.CORP), header(event, HeaderNames.MSGID))));
                    return true;
                } catch (TimeoutException moreThanTwoMinutes) {
                    return false;
                }
            });
        }
        return published;
    }

    private static void rows(Collected collected, String table, ColdTables.Rows rows, SeqSet published) {
        collected.lost("without a row of " + table, published.minus(rows.keys()));
        collected.duplicated("rows of " + table + " that are there twice", rows.repeated());
        collected.duplicated("rows of " + table + " that were not published", sizeOfSurplus(rows.keys(), published));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** What has been found so far. */
    private static final class Collected {

        private final List<String> findings = new ArrayList<>();
        private long lost;
        private long duplicated;

        void lost(String what, SeqSet which) {
            lost += which.size();
            note(what, which);
        }

        void note(String what, SeqSet which) {
            if (which.size() > 0) {
                findings.add(which.size() + " " + what + ", for example " + which.some(EXAMPLES));
            }
        }

        void duplicated(String what, long count) {
            duplicated += count;
            count(what, count);
        }

        void count(String what, long count) {
            if (count > 0) {
                findings.add(count + " " + what);
            }
        }
    }
}
