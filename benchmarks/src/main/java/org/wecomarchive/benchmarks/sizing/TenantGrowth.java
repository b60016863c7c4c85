package org.wecomarchive.benchmarks.sizing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wecomarchive.quickstart.books.Published;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/** What a simulated tenant has, and what must become of it. Not safe for use by several threads. */
final class TenantGrowth {

    private static final int PAGE = 1_000;

    private final SimulatedTenant tenant;
    private final Set<String> messages = new HashSet<>();
    private long lastSeq;
    private long records;
    private long events;
    private long plaintextBytes;

    TenantGrowth(SimulatedTenant tenant) {
        this.tenant = tenant;
    }

    /** Reads on, and tells what the topics must have for the stores: one document for each message, one row for each record. */
    Published expected() {
        List<SimulatedRecord> page = tenant.after(lastSeq, PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::count);
            page = tenant.after(lastSeq, PAGE);
        }
        return new Published(messages.size(), events, records);
    }

    /** Of all records so far. */
    long plaintextBytes() {
        return plaintextBytes;
    }

    private void count(SimulatedRecord record) {
        lastSeq = record.seq();
        records++;
        plaintextBytes += tenant.plaintext(record.seq()).length;
        if (tenant.expectedOutcome(record.seq()).event()) {
            events++;
            messages.add(record.msgid());
        }
    }
}
