package org.wecomarchive.decryptor.prefetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.decryption.BatchDecrypter;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * Decrypts polled records on a pool, in batches, and hands the events to the stream, which asks in its own order.
 *
 * <p>The asking thread decrypts whatever is not there or did not become an event at once. So order, transactions and the
 * treatment of failures are the stream's alone. Only events are kept: a kept "missing key" could be stale by the time the
 * stream takes it, and the record would miss the release that its key file sets off.
 *
 * <p><b>Invariants.</b> A result is known by consumer, partition and offset. It is given once, and for the same bytes only.
 * If two consumers of this instance hold a partition for a moment, the younger one's results count. Everything that waits
 * for the stream stays within the byte budget; beyond it nothing is begun.
 *
 * <p><b>Threads.</b> Safe for any number. {@link #decrypt} waits only for work that has begun on the pool.
 */
public final class Prefetch implements Decrypter {

    /**
     * Most records of a batch. A round trip to the library's process costs a batch about as much as a single payload, so that a
     * longer one would gain little, while the stream waits for all of it, and a crash makes suspects of all of it.
     */
    public static final int BATCH_RECORDS = 16;
    /**
     * Most bytes of raw values in a batch of more than one: they go through the pipe as one request, whose time is limited as
     * that of a single payload is.
     */
    static final int BATCH_BYTES = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(Prefetch.class);

    private final BatchDecrypter inline;
    private final Executor pool;
    private final int threads;
    private final ByteBudget budget;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, PartitionPrefetch> partitions = new ConcurrentHashMap<>();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong inlined = new AtomicLong();
    private final AtomicLong waitedNanos = new AtomicLong();

    /**
     * Nothing is begun yet.
     *
     * @param inline what decrypts, on the pool and on the stream's threads
     * @param pool must not run work on the calling thread; work it drops is done by the stream
     * @param threads of the pool, at least 1: all get a part of what is polled
     * @param maxBytes raw values and results that may wait for the stream; 0 turns it off
     * @param nanoTime monotonic clock in nanoseconds
     */
    public Prefetch(BatchDecrypter inline, Executor pool, int threads, long maxBytes, LongSupplier nanoTime) {
        this.inline = inline;
        this.pool = pool;
        this.threads = threads;
        this.budget = new ByteBudget(maxBytes);
        this.nanoTime = nanoTime;
    }

    /** The side of one new consumer. */
    public ConsumerPrefetch ofConsumer() {
        return new ConsumerPrefetch(this);
    }

    PartitionPrefetch open(TopicPartition partition) {
        PartitionPrefetch work = new PartitionPrefetch();
        PartitionPrefetch before = partitions.put(partition, work);
        if (before != null) {
            before.clear();
        }
        return work;
    }

    void close(TopicPartition partition, PartitionPrefetch work) {
        partitions.remove(partition, work);
        work.clear();
    }

    void begin(PartitionPrefetch work, List<ConsumerRecord<byte[], byte[]>> records) {
        List<PrefetchTask> tasks = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                RecordPosition at = new RecordPosition(record.topic(), record.partition(), record.offset());
                PrefetchTask.within(budget, at, record.value()).ifPresent(task -> {
                    work.put(at.offset(), task);
                    tasks.add(task);
                });
            }
        }
        int share = (tasks.size() + threads - 1) / threads;
        batches(tasks, Math.min(share, BATCH_RECORDS)).forEach(batch -> pool.execute(() -> run(batch)));
    }

    /** The tasks in their order, in batches of at most {@code mostRecords} and {@link #BATCH_BYTES}, or of one larger record. */
    private static List<List<PrefetchTask>> batches(List<PrefetchTask> tasks, int mostRecords) {
        List<List<PrefetchTask>> batches = new ArrayList<>();
        long bytes = 0;
        for (PrefetchTask task : tasks) {
            bytes += task.value().length;
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == mostRecords || bytes > BATCH_BYTES) {
                batches.add(new ArrayList<>());
                bytes = task.value().length;
            }
            batches.get(batches.size() - 1).add(task);
        }
        return batches;
    }

    /**
     * Decrypts a batch on a thread of the pool. However it ends, every task of it is over then: nobody waits for a result that
     * does not come.
     */
    private void run(List<PrefetchTask> batch) {
        try {
            decryptUnclaimed(batch);
        } catch (RuntimeException e) {
            // The stream meets it again, with one record, and decides what it means.
            log.debug("a batch has failed with {}", e.getClass().getSimpleName());
        } catch (Error e) {
            batch.forEach(task -> task.fail(e));
        } finally {
            batch.forEach(PrefetchTask::end);
        }
    }

    /** Leaves out whatever the stream has claimed before. */
    private void decryptUnclaimed(List<PrefetchTask> batch) {
        Map<RecordPosition, byte[]> claimed = new LinkedHashMap<>();
        batch.stream().filter(PrefetchTask::claim).forEach(task -> claimed.put(task.at(), task.value()));
        if (!claimed.isEmpty()) {
            Map<RecordPosition, Decryption> events = inline.events(claimed);
            batch.stream()
                    .filter(task -> events.containsKey(task.at()))
                    .forEach(task -> task.done(events.get(task.at())));
        }
    }

    @Override
    public Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
        Optional<Decryption> done = take(at, value);
        if (done.isPresent()) {
            hits.incrementAndGet();
            return done.get();
        }
        inlined.incrementAndGet();
        return inline.decrypt(at, value);
    }

    private Optional<Decryption> take(RecordPosition at, byte[] value) throws TransientTroubleException {
        PartitionPrefetch work = partitions.get(new TopicPartition(at.topic(), at.partition()));
        Optional<PrefetchTask> task = work == null ? Optional.empty() : work.take(at.offset());
        if (task.isEmpty() || task.get().claim() || !task.get().isFor(value)) {
            return Optional.empty();
        }
        return await(task.get());
    }

    private Optional<Decryption> await(PrefetchTask task) throws TransientTroubleException {
        boolean waits = !task.isDone();
        long start = nanoTime.getAsLong();
        try {
            return task.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientTroubleException.healing("the thread is asked to stop", e);
        } finally {
            if (waits) {
                waitedNanos.addAndGet(nanoTime.getAsLong() - start);
            }
        }
    }

    /** Records whose result came from the pool. */
    public long hits() {
        return hits.get();
    }

    /** Records that the stream's threads decrypted themselves. */
    public long inline() {
        return inlined.get();
    }

    /** Bytes of raw values and results held for the stream. */
    public long bytes() {
        return budget.reserved();
    }

    /** Records begun or waiting to begin, and not taken by the stream yet. */
    public long waiting() {
        return partitions.values().stream().mapToLong(PartitionPrefetch::size).sum();
    }

    /** Time the stream's threads have waited for the pool, in nanoseconds. */
    public long waitedNanos() {
        return waitedNanos.get();
    }

    /** What the metrics show. */
    public List<Figure> figures() {
        return List.of(
                Figure.of("wecom_decrypt_ahead_hits_total", "records decrypted by the pool", this::hits),
                Figure.of("wecom_decrypt_ahead_inline_total", "records decrypted by stream threads", this::inline),
                Figure.of("wecom_decrypt_ahead_bytes", "bytes held for the stream", this::bytes),
                Figure.of("wecom_decrypt_ahead_waiting", "records held for the stream", this::waiting),
                Figure.of(
                        "wecom_decrypt_ahead_wait_seconds_total",
                        "seconds that stream threads waited for the pool",
                        () -> waitedNanos() / 1e9));
    }
}
