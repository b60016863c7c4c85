package org.wecomarchive.quickstart.faults;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultKind;
import org.wecomarchive.simulator.fault.FaultPlan;

/** Everything that can go wrong without a person having to decide, as a plan for a simulated tenant. */
public final class EveryFault {

    /** In the order of calls; the first two need a page that holds something. */
    private static final List<String> OF_PAGES = List.of(
            "repeated",
            "toolarge=1",
            "no-chatdata",
            "garbage",
            "truncated",
            "latency=500ms",
            "latency=4s",
            "abort",
            "hang",
            "code=10001",
            "code=10002",
            "code=10003",
            "code=10004",
            "code=10005",
            "code=10006",
            "code=10007",
            "code=10008",
            "code=10009",
            "code=10010",
            "code=10011",
            "code=10099",
            "errcode=-1",
            "errcode=40001",
            "errcode=40013",
            "errcode=40014",
            "errcode=41001",
            "errcode=42001",
            "errcode=45009",
            "errcode=45033",
            "errcode=48002",
            "errcode=60011",
            "errcode=60020",
            "errcode=301042",
            "errcode=301052",
            "errcode=301053",
            "errcode=99999");

    private static final List<String> OF_MEDIA = List.of(
            "media-code=10001@1",
            "media-code=10002@2",
            "media-code=10003@3",
            "media-latency=300ms@4",
            "media-garbled@5",
            "media-truncated@6",
            "media-hang@7",
            "media-abort@8");

    /** Outside of the records whose key comes late: what the plan does to those is that. */
    private static final List<String> OF_PAYLOADS = List.of(
            "broken-base64@40",
            "wrong-rsa-length@60",
            "refused-key@80",
            "refused-message@100",
            "bad-json@120",
            "damaged-text@130",
            "wrong-key@140",
            "payload-abort@160",
            "forwarded=2MiB@180",
            "oversized=5MiB@220",
            "payload-code=10011@240",
            "payload-code=77777@260",
            "forwarded=1MiB@800",
            "payload-hang@990");

    private static final Set<FaultKind> FOR_A_PERSON =
            Set.of(FaultKind.BACKWARDS, FaultKind.DESCENDING, FaultKind.REWRITTEN, FaultKind.JUMP);
    private static final Set<FaultKind> SIZED = Set.of(FaultKind.FORWARDED, FaultKind.OVERSIZED);
    private static final int WRONG_PARAMETER = 10000;
    /** Three quarters of the raw topic's 8 MiB, since ciphertext is base64, less room for the rest of the record. */
    private static final int LARGEST_PAYLOAD = 6 * 1024 * 1024 - 64 * 1024;

    private EveryFault() {}

    /**
     * The plan: every third call for a page fails. If it were every second one, a call that fails by itself, as on a slow
     * machine, could bring all further pages to the calls that fail, and all controls to those that do not.
     */
    public static FaultPlan plan() {
        Stream<String> pages =
                IntStream.range(0, OF_PAGES.size()).mapToObj(number -> OF_PAGES.get(number) + "@" + 3 * (number + 1));
        return FaultPlan.parse(Stream.of(pages, OF_MEDIA.stream(), OF_PAYLOADS.stream())
                .flatMap(faults -> faults)
                .collect(Collectors.joining(",")));
    }

    /** The first fault of a plan after which nothing can be balanced, since the ingestor stops or WeCom has lost records. */
    public static Optional<Fault> withoutGoodEnd(FaultPlan plan) {
        return plan.faults().stream()
                .filter(fault -> FOR_A_PERSON.contains(fault.kind())
                        || (fault.kind() == FaultKind.CODE && fault.code() == WRONG_PARAMETER)
                        || (SIZED.contains(fault.kind()) && fault.bytes() > LARGEST_PAYLOAD))
                .findFirst();
    }
}
