package org.wecomarchive.simulator.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which faults occur, and when; the same in every run of the same tenant.
 *
 * <p><b>Shape.</b> Faults separated by commas, for example {@code code=10001@5..8,payload-abort@seq:120}; empty for
 * none. The module's README lists them.
 */
public record FaultPlan(List<Fault> faults) {

    private static final FaultPlan NONE = new FaultPlan(List.of());

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    public static FaultPlan none() {
        return NONE;
    }

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException naming the first fault that is not understood, and what is accepted
     */
    public static FaultPlan parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        return new FaultPlan(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(Fault::parse)
                .toList());
    }

    /** The faults of calls; the others are part of the tenant's records. */
    public FaultPlan ofCalls() {
        return new FaultPlan(faults.stream()
                .filter(fault -> fault.kind().target() != Target.PAYLOAD)
                .toList());
    }

    /** The faults of records, which never change. */
    public FaultPlan ofPayloads() {
        return new FaultPlan(faults.stream()
                .filter(fault -> fault.kind().target() == Target.PAYLOAD)
                .toList());
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** All faults that occur then, in the order of the plan. */
    public List<Fault> befalling(Target target, Occasion occasion) {
        return faults.stream()
                .filter(fault -> fault.kind().target() == target && fault.befalls(occasion))
                .toList();
    }

    /** The first of the faults that occur then. */
    public Optional<Fault> first(Target target, Occasion occasion) {
        return befalling(target, occasion).stream().findFirst();
    }

    /** The plan in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return faults.stream().map(Fault::toString).collect(Collectors.joining(","));
    }
}
