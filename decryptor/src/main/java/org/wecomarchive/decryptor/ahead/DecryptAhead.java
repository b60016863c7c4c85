package org.wecomarchive.decryptor.ahead;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.decryptor.decryption.BatchDecrypter;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * Decrypts polled records on a pool, in batches, and hands the events to the stream, which asks in its own order.
 *
 * <p>Only a saving of time: whatever is not there, or did not become an event at once, is decrypted by the asking thread, so
 * that order, transactions and the treatment of failures are the stream's alone. Nor does a verdict of the pool outlive what it
 * rests on: a record parked after its key file has come would miss the release that the file sets off.
 *
 * <p><b>Invariants.</b> Work is known by consumer, partition and offset, and its result is given for the same bytes only
 * and once. Where two consumers of this instance hold a partition for a moment, the younger one's work counts. What waits
 * for the stream stays within the byte budget; beyond it nothing is begun.
 *
 * <p><b>Threads.</b> Safe for any number. {@link #decrypt} waits only for work that has begun on the pool.
 */
public final class DecryptAhead implements Decrypter, AheadFigures {

    /**
     * Most records of a batch. A round trip to the library's process costs a batch about as much as a single payload, so that a
     * longer one would gain little, while the stream waits for all of it, and a crash makes suspects of all of it.
     */
    public static final int BATCH_RECORDS = 16;

    private final BatchDecrypter inline;
    private final Executor pool;
    private final int threads;
    private final ByteBudget budget;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong inlined = new AtomicLong();
    private final AtomicLong waitedNanos = new AtomicLong();

    /**
     * Nothing is begun yet.
     *
     * @param inline what decrypts, on the pool and on the stream's threads
     * @param pool must not run work on the calling thread; work it drops is done by the stream
     * @param threads of the pool, at least 1: all get a part of what is polled
     * @param maxBytes raw values and results that may wait for the stream; 0 turns the work ahead off
     * @param nanoTime monotonic clock in nanoseconds
     */
    public DecryptAhead(BatchDecrypter inline, Executor pool, int threads, long maxBytes, LongSupplier nanoTime) {
        this.inline = inline;
        this.pool = pool;
        this.threads = threads;
        this.budget = new ByteBudget(maxBytes);
        this.nanoTime = nanoTime;
    }

    /** The side of one new consumer. */
    public ConsumerAhead ofConsumer() {
        return new ConsumerAhead(this);
    }

    Lane open(TopicPartition partition) {
        Lane lane = new Lane();
        Lane before = lanes.put(partition, lane);
        if (before != null) {
            before.clear();
        }
        return lane;
    }

    void close(TopicPartition partition, Lane lane) {
        lanes.remove(partition, lane);
        lane.clear();
    }

    void begin(Lane lane, List<ConsumerRecord<byte[], byte[]>> records) {
        List<AheadTask> tasks = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            task(record).ifPresent(task -> {
                lane.put(record.offset(), task);
                tasks.add(task);
            });
        }
        int share = (tasks.size() + threads - 1) / threads;
        AheadBatch.split(tasks, Math.min(share, BATCH_RECORDS))
                .forEach(part -> pool.execute(new AheadBatch(inline, part)));
    }

    private Optional<AheadTask> task(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        RecordPosition at = new RecordPosition(record.topic(), record.partition(), record.offset());
        return AheadTask.within(budget, at, record.value());
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
        Lane lane = lanes.get(new TopicPartition(at.topic(), at.partition()));
        Optional<AheadTask> task = lane == null ? Optional.empty() : lane.take(at.offset());
        if (task.isEmpty() || task.get().claim() || !task.get().isFor(value)) {
            return Optional.empty();
        }
        return await(task.get());
    }

    private Optional<Decryption> await(AheadTask task) throws TransientTroubleException {
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

    @Override
    public long hits() {
        return hits.get();
    }

    @Override
    public long inline() {
        return inlined.get();
    }

    @Override
    public long bytes() {
        return budget.reserved();
    }

    @Override
    public long waiting() {
        return lanes.values().stream().mapToLong(Lane::size).sum();
    }

    @Override
    public long waitedNanos() {
        return waitedNanos.get();
    }
}
