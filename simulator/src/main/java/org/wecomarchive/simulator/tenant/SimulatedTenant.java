package org.wecomarchive.simulator.tenant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.wecomarchive.simulator.conversation.Message;
import org.wecomarchive.simulator.conversation.Script;
import org.wecomarchive.simulator.crypto.Envelope;
import org.wecomarchive.simulator.crypto.Envelope.Sealed;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;
import org.wecomarchive.simulator.crypto.TenantKeys;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * A WeCom tenant in software: an archive of encrypted records that grows, the same in every run of the same seed.
 *
 * <p>Record and plaintext of an index follow from the settings, the index and the time at which the tenant grew past
 * it; only the growth is stored. <b>Threads.</b> Safe for any number of threads.
 */
public final class SimulatedTenant {

    /** Occurs in many plaintexts: if it is found outside the topics, something has leaked. */
    public static final String MARKER = Script.MARKER;

    private final TenantSettings settings;
    private final Clock clock;
    private final TenantKeys keys;
    private final SeqScale seqs;
    private final Timeline timeline;
    private final Optional<TenantDirectory> directory;
    private final Flaws flaws;
    private final Script script;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private SimulatedTenant(
            TenantSettings settings,
            Clock clock,
            TenantKeys keys,
            Timeline timeline,
            Optional<TenantDirectory> directory) {
        this.settings = settings;
        this.clock = clock;
        this.keys = keys;
        this.timeline = timeline;
        this.directory = directory;
        this.seqs = new SeqScale(settings.firstSeq());
        this.flaws = new Flaws(settings, seqs);
        this.script = new Script(settings.seed(), timeline::archivedAt, flaws::forwardedBytes);
    }

    /** A tenant that exists only in this JVM. */
    public static SimulatedTenant inMemory(TenantSettings settings, Clock clock) {
        TenantKeys keys = TenantKeys.generate(settings.seed(), settings.keyVersions());
        Timeline timeline = new Timeline(clock.instant().minus(settings.history()));
        return new SimulatedTenant(settings, clock, keys, timeline, Optional.empty());
    }

    /**
     * A tenant whose size and keys are kept in a directory; one user of the directory at a time.
     *
     * @throws IllegalArgumentException when the directory holds a tenant with other content
     */
    public static SimulatedTenant open(Path dir, TenantSettings settings, Clock clock) throws IOException {
        TenantDirectory directory = TenantDirectory.open(dir, settings);
        TenantKeys keys = TenantKeys.keptIn(directory.keys(), settings.seed(), settings.keyVersions());
        Timeline timeline = directory.timeline(clock.instant().minus(settings.history()));
        return new SimulatedTenant(settings, clock, keys, timeline, Optional.of(directory));
    }

    public TenantSettings settings() {
        return settings;
    }

    /** How many records there are. */
    public long size() {
        return timeline.size();
    }

    /** Adds records, spread over the time since the last growth; the newest one is archived now. */
    public synchronized void grow(long records) {
        if (records < 0) {
            throw new IllegalArgumentException("a tenant cannot shrink by " + records);
        }
        if (records == 0) {
            return;
        }
        Instant now = now();
        Instant time = now.isBefore(timeline.end()) ? timeline.end() : now;
        long size = timeline.size() + records;
        if (directory.isPresent()) {
            keep(directory.get(), size, time);
        }
        timeline.growTo(size, time);
    }

    private static void keep(TenantDirectory directory, long size, Instant time) {
        try {
            directory.append(size, time);
        } catch (IOException e) {
            throw new UncheckedIOException("the growth of the tenant cannot be kept", e);
        }
    }

    /**
     * Moves the tenant's clock forward, for example by the length of an outage: records older than the retention are
     * then gone. The directory does not keep this.
     */
    public void jump(Duration duration) {
        ahead.accumulateAndGet(duration, Duration::plus);
    }

    private Instant now() {
        return clock.instant().plus(ahead.get());
    }

    private Instant oldestRetained() {
        return now().minus(settings.retention());
    }

    /** The seq of the record at an index, unsigned; ascending with gaps. */
    public long seqOf(long index) {
        return seqs.seqOf(index);
    }

    /** The index of the record with exactly this seq. */
    public long indexOf(long seq) {
        long index = seqs.indexAfter(seq - 1, size());
        if (index == size() || seqs.seqOf(index) != seq) {
            throw new NoSuchElementException("no record has the seq " + Long.toUnsignedString(seq));
        }
        return index;
    }

    /** The record with this seq, as it is handed out. */
    public SimulatedRecord record(long seq) {
        return recordAt(indexOf(seq), new Envelope(keys));
    }

    /**
     * The first retained records after a seq.
     *
     * @param seq exclusive, unsigned; records that are no longer retained are silently skipped
     * @param limit most records
     */
    public List<SimulatedRecord> after(long seq, int limit) {
        long first = seqs.indexAfter(seq, size());
        long from = Math.max(first, timeline.firstSince(oldestRetained()));
        long to = Math.min(size(), from + limit);
        Envelope envelope = new Envelope(keys);
        return LongStream.range(from, to)
                .mapToObj(index -> recordAt(index, envelope))
                .toList();
    }

    /** The outcome that the record with this seq must have if it is fetched while it is {@link #retained}. */
    public ExpectedOutcome expectedOutcome(long seq) {
        return flaws.outcome(indexOf(seq));
    }

    /** The planned fault of the record with this seq; empty while its key is withheld. */
    public Optional<Fault> fault(long seq) {
        return flaws.fault(indexOf(seq));
    }

    /**
     * The plaintext that {@code DecryptData} returns, or would return if the record were intact and its key available.
     */
    public byte[] plaintext(long seq) {
        long index = indexOf(seq);
        byte[] plaintext = script.message(index).plaintext();
        return flaws.damage(index).map(damage -> damage.spoil(plaintext)).orElse(plaintext);
    }

    /** Whether the record with this seq can be fetched now. */
    public boolean retained(long seq) {
        return !archivedAt(seq).isBefore(oldestRetained());
    }

    /** When the record with this seq reached the archive. */
    public Instant archivedAt(long seq) {
        return timeline.archivedAt(indexOf(seq));
    }

    /** The file behind a media id; empty for an id that this tenant never gave. */
    public Optional<TenantMedia> media(String sdkFileId) {
        return script.media()
                .resolve(sdkFileId)
                .filter(found -> found.recordIndex() >= 0 && found.recordIndex() < size())
                .map(found -> new TenantMedia(
                        found.file(), timeline.archivedAt(found.recordIndex()).isBefore(oldestRetained())));
    }

    /** The private keys that the tenant hands out, by key version. */
    public SortedMap<Integer, String> privateKeysPem() {
        SortedMap<Integer, String> pems = new TreeMap<>();
        for (int version : keys.versions()) {
            if (!settings.withheldVersions().contains(version)) {
                pems.put(version, keys.privateKeyPem(version));
            }
        }
        return pems;
    }

    /** The private key of one version, even of a withheld one, for tests of keys that arrive late. */
    public String privateKeyPem(int version) {
        return keys.privateKeyPem(version);
    }

    /** Writes {@link #privateKeysPem()} as {@code <keysDir>/<corp>/<version>.pem}, readable by the owner only. */
    public void writePrivateKeys(Path keysDir) throws IOException {
        for (Map.Entry<Integer, String> pem : privateKeysPem().entrySet()) {
            OwnerOnlyFiles.write(keysDir.resolve(settings.corpId()).resolve(pem.getKey() + ".pem"), pem.getValue());
        }
    }

    private SimulatedRecord recordAt(long index, Envelope envelope) {
        int version = settings.keyVersion(index);
        Message message = script.message(index);
        Sealed sealed = seal(index, envelope, message.plaintext());
        return new SimulatedRecord(seqs.seqOf(index), message.msgid(), version, sealed.randomKey(), sealed.message());
    }

    private Sealed seal(long index, Envelope envelope, byte[] plaintext) {
        SeededRandom random = SeededRandom.of(settings.seed(), "envelope", index);
        int version = settings.keyVersion(index);
        Optional<Integer> code = flaws.code(index);
        if (code.isPresent()) {
            return envelope.seal(version, code.get(), plaintext, random);
        }
        Optional<Damage> damage = flaws.damage(index);
        return damage.isPresent()
                ? damage.get().seal(envelope, version, plaintext, random)
                : envelope.seal(version, plaintext, random);
    }
}
