package org.wecomarchive.decryptor.erasure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.Erasure;

/**
 * The orders of erasure in force, by key and by what they name. The case of people's names does not matter, as in WeCom.
 *
 * <p><b>Invariants.</b> A key has one order, the last. What several orders name stays erased until all of them are taken back. There
 * are at most {@code limit} orders, of about half a kilobyte each.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
final class ErasureBook {

    private final int limit;
    private final Map<String, Erasure> orders = new HashMap<>();
    private final Map<Named, List<String>> named = new HashMap<>();

    /** Something that is erased: a record by its seq, or a person. */
    private record Named(String corp, String what) {

        static Named seq(String corp, long seq) {
            return new Named(corp, "seq " + seq);
        }

        static Named person(String corp, String subject) {
            return new Named(corp, "person " + subject.toLowerCase(Locale.ROOT));
        }
    }

    ErasureBook(int limit) {
        this.limit = limit;
    }

    /**
     * Enters an order, in place of an earlier one of the same key.
     *
     * @throws FatalTroubleException when it names nothing that this version knows, or there are too many
     */
    synchronized void enter(String key, Erasure order) {
        List<Named> targets = targets(order);
        if (targets.isEmpty()) {
            throw new FatalTroubleException("an order of erasure names neither a seq nor a subject: this version cannot"
                    + " obey it, and publishes nothing before it is taken back or replaced");
        }
        takeBack(key);
        if (orders.size() >= limit) {
            throw new FatalTroubleException(
                    "there are more than erasures.max.records = " + limit + " orders of erasure: raise it");
        }
        orders.put(key, order);
        targets.forEach(target ->
                named.computeIfAbsent(target, unknown -> new ArrayList<>(1)).add(key));
    }

    /** Takes an order out; nothing happens if there is none. */
    synchronized void takeBack(String key) {
        Erasure order = orders.remove(key);
        if (order == null) {
            return;
        }
        for (Named target : targets(order)) {
            named.computeIfPresent(target, (same, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    synchronized Optional<Erasure> against(RecordIdentity record, Collection<String> people) {
        if (orders.isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(
                        Stream.of(Named.seq(record.corpId(), record.seq())),
                        people.stream().map(person -> Named.person(record.corpId(), person)))
                .flatMap(target -> named.getOrDefault(target, List.of()).stream())
                .findFirst()
                .map(orders::get);
    }

    synchronized int size() {
        return orders.size();
    }

    private static List<Named> targets(Erasure order) {
        List<Named> targets = new ArrayList<>(2);
        if (order.getSeq() != null) {
            targets.add(Named.seq(order.getCorpId(), order.getSeq()));
        }
        if (order.getSubject() != null) {
            targets.add(Named.person(order.getCorpId(), order.getSubject()));
        }
        return targets;
    }
}
