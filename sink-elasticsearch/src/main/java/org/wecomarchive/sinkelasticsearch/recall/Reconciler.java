package org.wecomarchive.sinkelasticsearch.recall;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.cluster.Cluster;
import org.wecomarchive.sinkelasticsearch.cluster.ItemResult;
import org.wecomarchive.sinkelasticsearch.cluster.PendingRecall;
import org.wecomarchive.sinkelasticsearch.cluster.Refresh;
import org.wecomarchive.sinkelasticsearch.cluster.Verdict;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.install.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Marks recalled messages, whichever came first, the message or its recall.
 *
 * <p>Works from the index of recalls and from nothing else: a recall is there as {@code pending} before its offset can be
 * committed, and becomes {@code applied} only after the mark on its message is acknowledged. So a stop at any moment loses no
 * recall; at worst a message is marked twice, with the same mark. A message that is not there is looked for again after a pause
 * that doubles from a second up to a limit, for ever: it may be parked for a missing key. So is one whose index cannot be read
 * or written, such as a closed month: it holds back no other.
 */
public final class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int BATCH = 200;

    /** After so many looks by date the message is looked for in every month. */
    private static final int ATTEMPTS_BY_DATE = 3;

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 30;

    private final Cluster cluster;
    private final IndexCatalog catalog;
    private final IndexNames names;
    private final Clock clock;
    private final Duration longestPause;
    private final SinkMetrics metrics;
    private Map<String, String> unreadable = Map.of();

    public Reconciler(
            Cluster cluster,
            IndexCatalog catalog,
            IndexNames names,
            Clock clock,
            Duration longestPause,
            SinkMetrics metrics) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.names = names;
        this.clock = clock;
        this.longestPause = longestPause;
        this.metrics = metrics;
    }

    /** Looks once for the messages of every recall that is due. */
    public void round() throws ClusterException {
        catalog.ensureRecalls();
        // Before anything can fail, too: the figure is right while recalls cannot be applied.
        metrics.recallsPending(cluster.pendingRecallCount(names.recalls()));
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
        Map<String, Set<String>> places = places(due);
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

    /** The indices of each target: those where it must be, and all where it is not there or the recall has no date. */
    private Map<String, Set<String>> places(List<PendingRecall> due) throws ClusterException {
        Map<String, List<String>> candidates = new LinkedHashMap<>();
        Set<String> anywhere = new LinkedHashSet<>();
        for (PendingRecall recall : due) {
            String target = RecallMarks.targetId(recall);
            // Two recalls may name one message and be of different months.
            candidates.merge(target, names.ofRecalled(recall.sentAt(), clock.instant()), (one, other) -> Stream.concat(
                            one.stream(), other.stream())
                    .distinct()
                    .toList());
            if (recall.sentAt().isEmpty() || recall.attempts() >= ATTEMPTS_BY_DATE) {
                anywhere.add(target);
            }
        }
        Cluster.Places near = cluster.locate(candidates);
        report(near.unreadable());
        anywhere.removeIf(target -> !near.indicesById().get(target).isEmpty());
        Map<String, Set<String>> places = new LinkedHashMap<>(near.indicesById());
        if (!anywhere.isEmpty()) {
            places.putAll(cluster.locateEverywhere(names.alias(), anywhere).indicesById());
        }
        return places;
    }

    /** A recall whose message may be in such an index stays pending; all others go on. */
    private void report(Map<String, String> now) {
        if (!now.equals(unreadable) && !now.isEmpty()) {
            log.warn("recalled messages in these indices cannot be marked, their recalls stay pending: {}", now);
        }
        unreadable = Map.copyOf(now);
    }

    /** The targets whose mark was not acknowledged. */
    private Set<String> mark(List<PendingRecall> due, Map<String, Set<String>> places) throws ClusterException {
        Set<String> unmarked = new HashSet<>();
        List<DocumentWrite> marks = new ArrayList<>();
        for (PendingRecall recall : due) {
            for (String index : places.get(RecallMarks.targetId(recall))) {
                if (isReady(index)) {
                    marks.add(RecallMarks.mark(recall, index));
                } else {
                    unmarked.add(RecallMarks.targetId(recall));
                }
            }
        }
        if (!marks.isEmpty()) {
            List<ItemResult> results = cluster.bulk(marks, Refresh.LATER);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).verdict() != Verdict.WRITTEN) {
                    unmarked.add(marks.get(i).id());
                }
                if (results.get(i).verdict() == Verdict.NO_INDEX) {
                    catalog.forget(marks.get(i).index());
                }
            }
        }
        return unmarked;
    }

    /** Whether the index can be written through its alias; trouble of the whole cluster shows with the next write. */
    private boolean isReady(String index) {
        try {
            catalog.ensure(index);
            return true;
        } catch (ClusterException e) {
            return false;
        }
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
