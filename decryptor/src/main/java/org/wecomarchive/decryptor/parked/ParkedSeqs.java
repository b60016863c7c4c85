package org.wecomarchive.decryptor.parked;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.wecomarchive.decryptor.outcome.ParkedReason;

/**
 * Which records are parked in one partition, and for what; not where they lie. A record is in one group.
 *
 * <p>Not safe for use by several threads.
 */
public final class ParkedSeqs {

    private final Map<String, Map<ParkedGroup, SeqSet>> corps = new HashMap<>();

    /** A record was parked, for the first time or again. */
    public void park(ParkedKey key, ParkedGroup group) {
        resolve(key);
        corps.computeIfAbsent(key.corp(), unknown -> new HashMap<>())
                .computeIfAbsent(group, unknown -> new SeqSet())
                .add(key.seq());
    }

    /** A record is not parked any more. */
    public void resolve(ParkedKey key) {
        corps.getOrDefault(key.corp(), Map.of()).values().removeIf(seqs -> seqs.remove(key.seq()) && seqs.size() == 0);
    }

    /** Whether any record is parked in such a group. */
    public boolean hasAny(Predicate<ParkedGroup> wanted) {
        return corps.values().stream()
                .flatMap(groups -> groups.keySet().stream())
                .anyMatch(wanted);
    }

    /** How many are parked for this reason. */
    public long size(ParkedReason reason) {
        return corps.values().stream()
                .flatMap(groups -> groups.entrySet().stream())
                .filter(group -> group.getKey().reason() == reason)
                .mapToLong(group -> group.getValue().size())
                .sum();
    }
}
