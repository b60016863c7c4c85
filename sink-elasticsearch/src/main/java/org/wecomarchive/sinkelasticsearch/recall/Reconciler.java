package org.wecomarchive.sinkelasticsearch.recall;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.sinkelasticsearch.cluster.Cluster;
import org.wecomarchive.sinkelasticsearch.cluster.ItemResult;
import org.wecomarchive.sinkelasticsearch.cluster.PendingRecall;
import org.wecomarchive.sinkelasticsearch.cluster.Refresh;
import org.wecomarchive.sinkelasticsearch.cluster.Verdict;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Marks recalled messages, whichever came first, the message or its recall.
 *
 * <p>Works from the index of recalls and from nothing else: a recall is there as {@code pending} before its offset can be
 * committed, and becomes {@code applied} only after the mark on its message is acknowledged. So a stop at any moment loses no
 * recall; at worst a message is marked twice, with the same mark. A message that is not there is looked for again after a pause
 * that doubles from a second up to a limit, for ever: it may be parked for a missing key.
 */
public final class Reconciler {

    private static final int BATCH = 200;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 30;

    private final Cluster cluster;
    private final IndexNames names;
    private final Clock clock;
    private final Duration longestPause;
    private final SinkMetrics metrics;

    public Reconciler(Cluster cluster, IndexNames names, Clock clock, Duration longestPause, SinkMetrics metrics) {
        this.cluster = cluster;
        this.names = names;
        this.clock = clock;
        this.longestPause = longestPause;
        this.metrics = metrics;
    }

    /** Looks once for the messages of every recall that is due. */
    public void round() throws ClusterException {
        boolean more = true;
        while (more) {
            List<PendingRecall> due = cluster.pendingRecalls(names.recalls(), clock.instant(), BATCH);
            if (!due.isEmpty()) {
                apply(due);
            }
            more = due.size() == BATCH;
        }
        metrics.recallsPending(cluster.pendingRecallCount(names.recalls()));
    }

    private void apply(List<PendingRecall> due) throws ClusterException {
        Map<String, Set<String>> places = cluster.locate(candidates(due));
        Set<String> unmarked = mark(due, places);
        List<DocumentWrite> states = new ArrayList<>();
        for (PendingRecall recall : due) {
            String target = RecallMarks.targetId(recall);
            boolean marked = !places.get(target).isEmpty() && !unmarked.contains(target);
            states.add(
                    marked
                            ? RecallMarks.applied(recall, names.recalls())
                            : RecallMarks.postponed(recall, names.recalls(), next(recall)));
        }
        // Found by the next round's search as they are now.
        requireSettled(cluster.bulk(states, Refresh.NOW));
    }

    private Map<String, List<String>> candidates(List<PendingRecall> due) {
        Map<String, List<String>> candidates = new LinkedHashMap<>();
        Instant now = clock.instant();
        for (PendingRecall recall : due) {
            // Two recalls may name one message and be of different months.
            candidates.merge(
                    RecallMarks.targetId(recall), names.ofRecalled(recall.sentAt(), now), (one, other) -> Stream.concat(
                                    one.stream(), other.stream())
                            .distinct()
                            .toList());
        }
        return candidates;
    }

    /** The targets whose mark was not acknowledged. */
    private Set<String> mark(List<PendingRecall> due, Map<String, Set<String>> places) throws ClusterException {
        List<DocumentWrite> marks = new ArrayList<>();
        for (PendingRecall recall : due) {
            places.get(RecallMarks.targetId(recall)).forEach(index -> marks.add(RecallMarks.mark(recall, index)));
        }
        Set<String> unmarked = new HashSet<>();
        if (!marks.isEmpty()) {
            List<ItemResult> results = cluster.bulk(marks, Refresh.LATER);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).verdict() != Verdict.WRITTEN) {
                    unmarked.add(marks.get(i).id());
                }
            }
        }
        return unmarked;
    }

    private Instant next(PendingRecall recall) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(recall.attempts(), MAX_DOUBLINGS));
        return clock.instant().plus(doubled.compareTo(longestPause) > 0 ? longestPause : doubled);
    }

    /** A state that could not be written is due again at once: without a pause the round would not end. */
    private static void requireSettled(List<ItemResult> results) throws ClusterException {
        for (ItemResult result : results) {
            if (result.verdict() != Verdict.WRITTEN) {
                throw new ClusterException(Kind.TRANSIENT, result.type());
            }
        }
    }
}
