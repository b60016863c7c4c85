package org.wecomarchive.decryptor.prefetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.decryption.BatchDecrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * Records that one thread of the pool decrypts together, so that they share the round trip to the library's process.
 *
 * <p><b>Invariants.</b> What the stream has claimed before the batch begins is left out. However the batch ends, every task of it
 * is over then: nobody waits for a result that does not come.
 */
final class PrefetchBatch implements Runnable {

    /**
     * Most bytes of raw values in a batch of more than one: they go through the pipe as one request, whose time is limited as
     * that of a single payload is.
     */
    static final int MOST_BYTES = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(PrefetchBatch.class);

    private final BatchDecrypter decrypter;
    private final List<PrefetchTask> tasks;

    PrefetchBatch(BatchDecrypter decrypter, List<PrefetchTask> tasks) {
        this.decrypter = decrypter;
        this.tasks = tasks;
    }

    /** The tasks in their order, in parts of at most {@code mostRecords} and {@link #MOST_BYTES}, or of one larger record. */
    static List<List<PrefetchTask>> split(List<PrefetchTask> tasks, int mostRecords) {
        List<List<PrefetchTask>> parts = new ArrayList<>();
        long bytes = 0;
        for (PrefetchTask task : tasks) {
            bytes += task.value().length;
            if (parts.isEmpty() || parts.get(parts.size() - 1).size() == mostRecords || bytes > MOST_BYTES) {
                parts.add(new ArrayList<>());
                bytes = task.value().length;
            }
            parts.get(parts.size() - 1).add(task);
        }
        return parts;
    }

    @Override
    public void run() {
        try {
            decrypt();
        } catch (RuntimeException e) {
            // The stream meets it again, with one record, and decides what it means.
            log.debug("a batch has failed with {}", e.getClass().getSimpleName());
        } catch (Error e) {
            tasks.forEach(task -> task.fail(e));
        } finally {
            tasks.forEach(PrefetchTask::end);
        }
    }

    private void decrypt() {
        Map<RecordPosition, byte[]> claimed = new LinkedHashMap<>();
        tasks.stream().filter(PrefetchTask::claim).forEach(task -> claimed.put(task.at(), task.value()));
        if (!claimed.isEmpty()) {
            Map<RecordPosition, Decryption> events = decrypter.events(claimed);
            tasks.stream()
                    .filter(task -> events.containsKey(task.at()))
                    .forEach(task -> task.done(events.get(task.at())));
        }
    }
}
