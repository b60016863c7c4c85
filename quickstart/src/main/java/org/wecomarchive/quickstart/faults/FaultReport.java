package org.wecomarchive.quickstart.faults;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether everything that was planned went wrong, and whether each record became what the tenant meant nevertheless.
 *
 * @param happened how often, by fault, in the order of the plan; 0 for what never came
 * @param otherwise seqs of records, some at most, that became something else
 */
public record FaultReport(Map<String, Long> happened, List<Long> otherwise) {

    public FaultReport {
        happened = Collections.unmodifiableMap(new LinkedHashMap<>(happened));
        otherwise = List.copyOf(otherwise);
    }

    /** What was planned and never happened. */
    public List<String> missing() {
        return happened.keySet().stream()
                .filter(fault -> happened.get(fault) == 0)
                .toList();
    }

    public boolean passed() {
        return otherwise.isEmpty() && missing().isEmpty();
    }
}
