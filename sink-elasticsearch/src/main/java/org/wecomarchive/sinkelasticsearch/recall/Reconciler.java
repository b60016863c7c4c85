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
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.cluster.ItemResult;
import org.wecomarchive.sinkelasticsearch.cluster.PendingRecall;
import org.wecomarchive.sinkelasticsearch.cluster.Refresh;
import org.wecomarchive.sinkelasticsearch.cluster.Verdict;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.document.RecallState;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Marks recalled messages, whichever came first, the message or its recall.
 *
 * <p>Works from the index of recalls and from nothing else: a recall is there as {@code pending} before its offset can be
 * committed, and becomes {@code applied} only after the mark on its message is acknowledged. So a stop at any moment loses no
 * recall; at worst a message is marked twice, with the same mark. A message that is not there is looked for again after a pause
 * that doubles from a second up to a limit, for ever: it may be parked for a missing key. A message whose index cannot be read or
 * written, such as that of a closed month, is looked for in the same way, and holds back no other.
 */
public final class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int BATCH = 200;

    /** After so many looks by date the message is looked for in every month. */
    private static final int ATTEMPTS_BY_DATE = 3;

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final ElasticsearchCluster cluster;
    private final IndexCatalog catalog;
    private final IndexNames names;
    private final Clock clock;
    private final ExponentialBackoff pauses;
    private final SinkMetrics metrics;
    private Map<String, String> unreadable = Map.of();

    public Reconciler(
            ElasticsearchCluster cluster,
            IndexCatalog catalog,
            IndexNames names,
            Clock clock,
            Duration longestPause,
            SinkMetrics metrics) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.names = names;
        this.clock = clock;
        this.pauses = new ExponentialBackoff(FIRST.toMillis(), 2, longestPause.toMillis(), 0);
        this.metrics = metrics;
    }

    /** Looks once for the messages of every recall that is due. */
    public void round() throws ClusterException {
        catalog.ensureRecalls();
        // Also before anything can fail, so that the figure is right while recalls cannot be applied.
        metrics.recallsPending(cluster.pendingRecallCount(names.recalls()));
        List<PendingRecall> due;
        do {
            due = cluster.pendingRecalls(names.recalls(), clock.instant(), BATCH);
            if (!due.isEmpty()) {
                apply(due);
            }
        } while (due.size() == BATCH);
        metrics.recallsPending(cluster.pendingRecallCount(names.recalls()));
    }

    private void apply(List<PendingRecall> due) throws ClusterException {
        Map<String, Set<String>> places = places(due);
        Set<String> unmarked = mark(due, places);
        List<DocumentWrite> states = new ArrayList<>();
        for (PendingRecall recall : due) {
            String target = recall.targetId();
            boolean marked = !places.get(target).isEmpty() && !unmarked.contains(target);
            states.add(update(names.recalls(), recall.id(), marked ? applied() : postponed(recall)));
        }
        // Found by the next round's search as they are now.
        requireSettled(cluster.bulk(states, Refresh.NOW));
    }

    /** The indices of each target: those where it must be, and all where it is not there or the recall has no date. */
    private Map<String, Set<String>> places(List<PendingRecall> due) throws ClusterException {
        Map<String, List<String>> candidates = new LinkedHashMap<>();
        Set<String> anywhere = new LinkedHashSet<>();
        for (PendingRecall recall : due) {
            String target = recall.targetId();
            // Two recalls may name one message and be of different months.
            candidates.merge(target, names.ofRecalled(recall.sentAt(), clock.instant()), (one, other) -> Stream.concat(
                            one.stream(), other.stream())
                    .distinct()
                    .toList());
            if (recall.sentAt().isEmpty() || recall.attempts() >= ATTEMPTS_BY_DATE) {
                anywhere.add(target);
            }
        }
        ElasticsearchCluster.Places near = cluster.locate(candidates);
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
            for (String index : places.get(recall.targetId())) {
                if (isReady(index)) {
                    marks.add(update(index, recall.targetId(), mark(recall)));
                } else {
                    unmarked.add(recall.targetId());
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

    private static Map<String, Object> mark(PendingRecall recall) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(IndexField.RECALLED.fieldName(), true);
        recall.sentAt().ifPresent(moment -> fields.put(IndexField.RECALLED_AT.fieldName(), moment.toString()));
        recall.sender().ifPresent(sender -> fields.put(IndexField.RECALLED_BY.fieldName(), sender));
        return fields;
    }

    private static Map<String, Object> applied() {
        return Map.of(IndexField.RECALL_STATE.fieldName(), RecallState.APPLIED.text());
    }

    private Map<String, Object> postponed(PendingRecall recall) {
        Instant next = clock.instant().plusMillis(pauses.backoff(recall.attempts()));
        return Map.of(
                IndexField.RECALL_ATTEMPTS.fieldName(),
                recall.attempts() + 1,
                IndexField.RECALL_NEXT_AT.fieldName(),
                next.toString());
    }

    /** Never makes a document. */
    private static DocumentWrite update(String index, String id, Map<String, Object> fields) {
        return DocumentWrite.of(Action.UPDATE, index, id, Map.of("doc", fields));
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
