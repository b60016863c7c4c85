package org.wecomarchive.simulator.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wecomarchive.simulator.conversation.MediaLibrary;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultKind;
import org.wecomarchive.simulator.fault.FrontFault;

/**
 * Adds to an archive the conditions of the moment and the faults in force. Several faults that befall one call nest in the
 * order of the plan: the first one is the outermost.
 */
final class FaultyArchive implements TenantArchive {

    private static final int NETWORK_ERROR = 10001;
    private static final int TOO_LARGE = 301058;

    /** Their effect is time, not another answer. */
    private static final Set<FaultKind> SLOW = Set.of(FaultKind.LATENCY, FaultKind.MEDIA_LATENCY, FaultKind.JUMP);

    private static final Pattern RANGE_START = Pattern.compile("Range:bytes=(\\d{1,9})-.*");

    private final TenantArchive archive;
    private final ServerConditions conditions;
    private final Consumer<Duration> jump;

    /** @param jump lets the tenant's time pass at once */
    FaultyArchive(TenantArchive archive, ServerConditions conditions, Consumer<Duration> jump) {
        this.archive = archive;
        this.conditions = conditions;
        this.jump = jump;
    }

    @Override
    public PageReply fetchPage(String secret, long seq, int limit) {
        conditions.pageAskedFor();
        if (!conditions.pass(conditions.latency())) {
            return PageReply.refused(NETWORK_ERROR);
        }
        PageReply reply = faultyPage(secret, seq, limit);
        int errcode = conditions.errcode();
        return reply.code() == 0 && errcode != 0 ? PageJson.error(errcode, "as the simulator was told") : reply;
    }

    private PageReply faultyPage(String secret, long seq, int limit) {
        Supplier<PageReply> healthy = () -> archive.fetchPage(secret, seq, limit);
        ActiveFaults active = conditions.faults();
        List<Fault> due = active.nextPage(() -> PageJson.seqs(healthy.get()));
        Supplier<PageReply> oldest = () -> archive.fetchPage(secret, 0, limit);
        return nested(active, due, healthy, (fault, page) -> spoil(fault, page, oldest));
    }

    /** The faults around an answer, each of them counted if it has an effect. */
    private static <R> R nested(
            ActiveFaults active, List<Fault> due, Supplier<R> healthy, BiFunction<Fault, Supplier<R>, R> spoil) {
        Supplier<R> answer = healthy;
        for (int i = due.size() - 1; i >= 0; i--) {
            Fault fault = due.get(i);
            Supplier<R> inner = answer;
            answer = () -> {
                AtomicReference<R> untouched = new AtomicReference<>();
                R spoilt = spoil.apply(fault, () -> {
                    untouched.set(inner.get());
                    return untouched.get();
                });
                if (SLOW.contains(fault.kind()) || !spoilt.equals(untouched.get())) {
                    active.count(fault);
                }
                return spoilt;
            };
        }
        return answer.get();
    }

    private PageReply spoil(Fault fault, Supplier<PageReply> page, Supplier<PageReply> oldest) {
        return switch (fault.kind()) {
            case CODE -> PageReply.refused(fault.code());
            case ERRCODE -> PageJson.error(fault.code(), "as the plan says");
            case TOO_LARGE -> refuseAbove(fault.count(), page.get());
            case ABORT -> PageReply.refused(FrontFault.ABORT.code());
            case HANG -> PageReply.refused(FrontFault.HANG.code());
            case LATENCY -> conditions.pass(fault.duration()) ? page.get() : PageReply.refused(NETWORK_ERROR);
            case JUMP -> {
                jump.accept(fault.duration());
                yield page.get();
            }
            case BACKWARDS -> oldest.get();
            case NO_CHATDATA -> PageJson.withoutRecords(page.get());
            case GARBAGE -> PageJson.garbage(page.get());
            case TRUNCATED -> PageJson.truncated(page.get());
            case DESCENDING -> PageJson.descending(page.get());
            case REPEATED -> PageJson.repeated(page.get());
            case REWRITTEN -> PageJson.rewritten(page.get());
            default -> throw new IllegalStateException(fault + " is no fault of pages");
        };
    }

    private static PageReply refuseAbove(int records, PageReply page) {
        return PageJson.seqs(page).size() > records ? PageJson.error(TOO_LARGE, "as the plan says") : page;
    }

    @Override
    public MediaReply fetchMedia(String secret, String sdkFileId, String index) {
        if (!conditions.pass(conditions.latency())) {
            return MediaReply.refused(NETWORK_ERROR);
        }
        Supplier<MediaReply> chunk = () -> archive.fetchMedia(secret, sdkFileId, index);
        ActiveFaults active = conditions.faults();
        return nested(active, active.nextChunk(chunkNumber(index)), chunk, this::spoil);
    }

    private MediaReply spoil(Fault fault, Supplier<MediaReply> chunk) {
        return switch (fault.kind()) {
            case MEDIA_CODE -> MediaReply.refused(fault.code());
            case MEDIA_ABORT -> MediaReply.refused(FrontFault.ABORT.code());
            case MEDIA_HANG -> MediaReply.refused(FrontFault.HANG.code());
            case MEDIA_LATENCY -> conditions.pass(fault.duration()) ? chunk.get() : MediaReply.refused(NETWORK_ERROR);
            case MEDIA_GARBLED -> garbled(chunk.get());
            case MEDIA_TRUNCATED -> truncated(chunk.get());
            default -> throw new IllegalStateException(fault + " is no fault of media");
        };
    }

    /** One byte is another one. */
    private static MediaReply garbled(MediaReply chunk) {
        byte[] content = chunk.content();
        if (content.length > 0) {
            content[content.length / 2] ^= 1;
        }
        return new MediaReply(chunk.code(), content, chunk.nextIndex(), chunk.last());
    }

    /** The first half, said to be the end of the file. */
    private static MediaReply truncated(MediaReply chunk) {
        byte[] content = chunk.content();
        return chunk.code() == 0 ? new MediaReply(0, Arrays.copyOf(content, content.length / 2), "", true) : chunk;
    }

    /** From 1; 1 as well for an index that is none. */
    private static long chunkNumber(String index) {
        Matcher start = RANGE_START.matcher(index);
        return start.matches() ? 1 + Long.parseLong(start.group(1)) / MediaLibrary.CHUNK_BYTES : 1;
    }
}
