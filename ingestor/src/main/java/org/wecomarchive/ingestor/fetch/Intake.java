package org.wecomarchive.ingestor.fetch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Owns the cursor: turns pages into batches of source records, each with the cursor that holds once it is committed. A batch
 * has at most 1 MiB of values, or one record that is larger.
 *
 * <p>Invariant: the cursor covers exactly the records that were put into the hand-off. For the fetch thread only.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** A batch is a transaction, which has to be sent before it expires: a page over a slow network may not be. */
    private static final long BATCH_BYTES = 1 << 20;

    private final SourceRecords records;
    private final GapDetector gaps;
    private final HandOff handOff;
    private final IngestMetrics metrics;
    private Cursor cursor;
    private Optional<Instant> shortPageAsked = Optional.empty();

    Intake(Cursor first, SourceRecords records, GapDetector gaps, HandOff handOff, IngestMetrics metrics) {
        this.cursor = gaps.asOfNow(first);
        this.records = records;
        this.gaps = gaps;
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
        GapDetector.Detection detection = gaps.detect(page, caughtUp(fetched), cursor, arrived);
        Optional<Gap> gap = detection.gap();
        Cursor after = detection.cursor();
        List<SourceRecord> batch = new ArrayList<>();
        if (gap.isPresent()) {
            batch.add(records.gap(gap.get(), after));
        }
        long bytes = 0;
        for (ArchivedRecord record : page.records()) {
            Cursor behind = after.advancedTo(record.seq());
            SourceRecord next = records.raw(record, after.deliveryOf(record.seq()), behind, arrived);
            if (!batch.isEmpty() && bytes + bytesOf(next) > BATCH_BYTES) {
                put(batch, after);
                gap.ifPresent(this::report);
                gap = Optional.empty();
                batch.clear();
                bytes = 0;
            }
            batch.add(next);
            bytes += bytesOf(next);
            after = behind;
        }
        put(batch, after);
        shortPageAsked = fetched.isShort() ? Optional.of(fetched.asked()) : Optional.empty();
        gap.ifPresent(this::report);
        metrics.duplicatesDropped(page.duplicates());
        metrics.unknownFields(page.unknownFields());
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
        Cursor now = gaps.asOfNow(cursor);
        put(calls.stream().map(call -> records.calls(call, now)).toList(), now);
    }

    private void put(List<SourceRecord> batch, Cursor after) throws InterruptedException {
        if (!batch.isEmpty()) {
            handOff.put(new FetchedBatch(
                    batch, batch.stream().mapToLong(Intake::bytesOf).sum()));
        }
        cursor = after;
        reportCursor();
    }

    private static long bytesOf(SourceRecord record) {
        return ((byte[]) record.value()).length;
    }

    private void reportCursor() {
        metrics.at(cursor, gaps.accountedUpTo(cursor));
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
