package org.wecomarchive.ingestor.fetch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.ingestor.silence.SilenceWatch;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Owns the cursor: turns pages into batches of source records, each with the cursor that holds once it is committed.
 *
 * <p>Invariant: the cursor covers exactly the records that were put into the hand-off. For the fetch thread only.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final SourceRecords records;
    private final SilenceWatch watch;
    private final HandOff handOff;
    private final IngestMetrics metrics;
    private Cursor cursor;
    private Optional<Instant> shortPageAsked = Optional.empty();

    Intake(Cursor first, SourceRecords records, SilenceWatch watch, HandOff handOff, IngestMetrics metrics) {
        this.cursor = watch.asOfNow(first);
        this.records = records;
        this.watch = watch;
        this.handOff = handOff;
        this.metrics = metrics;
        reportCursor();
    }

    Cursor cursor() {
        return cursor;
    }

    /** Takes a page that was asked for with the cursor; waits while the hand-off is full. */
    void accept(FetchedPage fetched, Instant arrived) throws InterruptedException {
        Page page = fetched.page();
        SilenceWatch.Heard heard = watch.hear(page, caughtUp(fetched), cursor, arrived);
        Optional<Gap> gap = heard.gap();
        Cursor after = heard.cursor();
        List<SourceRecord> batch = new ArrayList<>(page.records().size() + 1);
        if (gap.isPresent()) {
            batch.add(records.gap(gap.get(), after));
        }
        for (ArchivedRecord record : page.records()) {
            Delivery delivery = after.deliveryOf(record.seq());
            after = after.advancedTo(record.seq());
            batch.add(records.raw(record, delivery, after, arrived));
        }
        put(batch);
        cursor = after;
        shortPageAsked = fetched.isShort() ? Optional.of(fetched.asked()) : Optional.empty();
        gap.ifPresent(this::report);
        reportCursor();
        metrics.duplicatesDropped(page.duplicates());
    }

    /**
     * When everything there was had been taken, as the page shows: when it was asked for, if it is empty. If it is short, as the
     * one before it was, that one was WeCom's last one when it was asked for: a corp that is never quiet has no empty page.
     */
    private Optional<Instant> caughtUp(FetchedPage fetched) {
        if (fetched.page().caughtUp()) {
            return Optional.of(fetched.asked());
        }
        return fetched.isShort() ? shortPageAsked : Optional.empty();
    }

    /** Publishes a closed period of the call ledger with the cursor as it is. */
    void publish(List<SdkCalls> calls) throws InterruptedException {
        cursor = watch.asOfNow(cursor);
        reportCursor();
        put(calls.stream().map(call -> records.calls(call, cursor)).toList());
    }

    private void put(List<SourceRecord> batch) throws InterruptedException {
        if (!batch.isEmpty()) {
            long bytes = batch.stream()
                    .mapToLong(record -> ((byte[]) record.value()).length)
                    .sum();
            handOff.put(new Batch(batch, bytes));
        }
    }

    private void reportCursor() {
        metrics.at(cursor, watch.accountedUpTo(cursor));
    }

    private void report(Gap gap) {
        metrics.gapFound();
        log.error(
                "no page was caught up from {} to {}, longer than WeCom keeps records: some may be lost; the period is"
                        + " recorded in the topic of gaps",
                gap.getSilentFrom(),
                gap.getDetectedAt());
    }
}
