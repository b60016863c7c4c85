package org.wecomarchive.quickstart.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultKind;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.fault.Target;
import org.wecomarchive.simulator.server.ServerConditions;
import org.wecomarchive.simulator.tenant.ExpectedOutcome;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.committed.CommittedRecords;

/**
 * The faults of one run: delivers the late key in its middle, knows when all that was planned for pages has happened, and
 * gives the verdict.
 *
 * <p>Faults of calls are those of this run. Faults of payloads and the late key belong to the tenant, and with it to all runs
 * of its directory.
 */
public final class FaultRun {

    /** So many records must the tenant have, so that every record of {@link EveryFault} is among them. */
    public static final long RECORDS_AT_LEAST = 1_000;

    /** So many records must be new, so that calls bring pages with something in them. */
    public static final long NEW_RECORDS_AT_LEAST = 100;

    private static final String LATE_KEY = "late-key";
    private static final long PAGES = 120;
    private static final long SMALLEST_PAGE = 10;
    private static final long LARGEST_PAGE = 1_000;
    private static final int EVENT_BYTES = 10 * 1024 * 1024;
    private static final int EXAMPLES = 10;

    private final SimulatedTenant tenant;
    private final ServerConditions conditions;
    private final LateKey key;
    private final String library;
    private Lasting lasting = new Lasting(0, 0);

    /** How many of a tenant's records no key file releases. */
    private record Lasting(long size, long parked) {}

    /** @param library value for {@code sdk.library} */
    public FaultRun(SimulatedTenant tenant, ServerConditions conditions, Path keysDir, String library) {
        this.library = library;
        this.tenant = tenant;
        this.conditions = conditions;
        this.key = new LateKey(tenant, keysDir);
    }

    /** Makes a tenant one with these faults and a key that comes late. */
    public static TenantSettings.Builder prepare(TenantSettings.Builder tenant, FaultPlan plan) {
        return tenant.faults(plan).rotations(LateKey.FIRST, LateKey.END).withheldVersions(LateKey.VERSION);
    }

    /** Of the connector: pages so small that the faults of calls fall among them, pauses so short that all have their turn. */
    public Map<String, String> connectorSettings(long newRecords) {
        long page = Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, newRecords / PAGES));
        return Map.of(
                "page.limit",
                Long.toString(page),
                "operator.probe.ms",
                "1000",
                "rate.pause.ms",
                "1000",
                "secret.probe.ms",
                "1000",
                "call.timeout.ms",
                "1000");
    }

    /** Of the decryptor: its limit for events lies between the large and the oversized test events, and below the topic's own limit. */
    public Map<String, String> decryptorSettings() {
        return Map.of("events.max.bytes", Integer.toString(EVENT_BYTES));
    }

    /**
     * Whether there is still something to come.
     *
     * @param parked records that wait now
     */
    public boolean awaits(long parked) {
        return !key.delivered() || parked != lasting() || !happened(Target.PAGE);
    }

    /** Delivers the late key once enough of the parked records wait for it. */
    public void deliverKeyIfDue(long parked) throws IOException {
        key.deliverIfAwaitedBy(parked - lasting());
    }

    /** Looks at all that has become of the records; fetches a media file before, if the plan is about media. */
    public FaultReport verdict(String bootstrapServers, Topics topics, Map<String, String> registry)
            throws IOException, InterruptedException, TimeoutException {
        List<Long> otherwise = new ArrayList<>();
        boolean media = planned(Target.MEDIA).isEmpty()
                || mediaFileIsFetched(new CommittedRecords(bootstrapServers, topics.events()), registry);
        FoundOutcomes found = FoundOutcomes.read(bootstrapServers, topics, registry);
        Map<String, Long> happened = new LinkedHashMap<>();
        tenant.settings().faults().faults().forEach(fault -> happened.putIfAbsent(fault.what(), 0L));
        conditions.happened().forEach((fault, times) -> happened.merge(fault.what(), times, Long::sum));
        if (!planned(Target.MEDIA).isEmpty()) {
            happened.put("media-whole", media ? 1L : 0L);
        }
        seqs().forEach(seq -> {
            if (!becameWhatWasMeant(found, seq)) {
                otherwise.add(seq);
            } else {
                tenant.fault(seq).ifPresent(fault -> happened.merge(fault.what(), 1L, Long::sum));
            }
        });
        happened.put(LATE_KEY, (long) found.released().size());
        return new FaultReport(happened, otherwise.stream().limit(EXAMPLES).toList());
    }

    private boolean mediaFileIsFetched(CommittedRecords events, Map<String, String> registry)
            throws IOException, InterruptedException, TimeoutException {
        Optional<MediaDownload> file = MediaDownload.large(events, registry);
        return file.isPresent() && file.get().isFetched(library, tenant.settings(), () -> happened(Target.MEDIA));
    }

    private boolean becameWhatWasMeant(FoundOutcomes found, long seq) {
        Optional<Fault> fault = tenant.fault(seq);
        ExpectedOutcome meant = tenant.expectedOutcome(seq);
        if (meant == ExpectedOutcome.EVENT && fault.isPresent()) {
            boolean damaged = fault.get().kind() == FaultKind.DAMAGED_TEXT;
            boolean whole = damaged || found.eventBytes(seq) >= fault.get().bytes();
            return found.became(seq, "") && whole && found.isDamaged(seq) == damaged;
        }
        return found.became(seq, meant == ExpectedOutcome.MISSING_KEY ? "" : meant.reason());
    }

    private long lasting() {
        if (lasting.size() != tenant.size()) {
            lasting = new Lasting(
                    tenant.size(),
                    seqs().mapToObj(tenant::expectedOutcome)
                            .filter(outcome -> outcome.parked() && outcome != ExpectedOutcome.MISSING_KEY)
                            .count());
        }
        return lasting.parked();
    }

    private LongStream seqs() {
        return LongStream.range(0, tenant.size()).map(tenant::seqOf);
    }

    private boolean happened(Target target) {
        return conditions.happened().keySet().containsAll(planned(target));
    }

    private List<Fault> planned(Target target) {
        return tenant.settings().faults().faults().stream()
                .filter(fault -> fault.kind().target() == target)
                .toList();
    }
}
