package org.wecomarchive.decryptor.parked;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.wecomarchive.decryptor.outcome.ParkedReason;

/**
 * Which records are parked in one partition, and for what; not where they lie. A record is in one group.
 *
 * <p>Not safe for use by several threads.
 */
public final class ParkedGroups {

    private final Map<ParkedGroup, ParkedKeys> groups = new HashMap<>();

    /** A record is parked in this group now, for the first time or again; empty if it is not parked any more. */
    void put(ParkedKey key, Optional<ParkedGroup> now) {
        groups.entrySet()
                .removeIf(group -> group.getKey().corp().equals(key.corp())
                        && group.getValue().remove(key)
                        && group.getValue().size() == 0);
        now.ifPresent(group ->
                groups.computeIfAbsent(group, unknown -> new ParkedKeys()).add(key));
    }

    /** Whether any record is parked in such a group. */
    public boolean hasAny(Predicate<ParkedGroup> wanted) {
        return groups.keySet().stream().anyMatch(wanted);
    }

    /** How many records are parked for this reason. */
    public long size(ParkedReason reason) {
        return groups.entrySet().stream()
                .filter(group -> group.getKey().reason() == reason)
                .mapToLong(group -> group.getValue().size())
                .sum();
    }
}
