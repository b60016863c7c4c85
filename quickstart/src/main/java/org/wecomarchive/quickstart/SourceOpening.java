package org.wecomarchive.quickstart;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.wecomarchive.quickstart.faults.FaultRun;
import org.wecomarchive.simulator.fault.FaultPlan;

/** Opens what the user wants read, if the directory is for that. */
record SourceOpening(Options options, Workspace workspace, Clock clock) {

    private static final String NO_FAULTS = "none";

    Source open() throws IOException, UsageException {
        if (options.realTenant().isPresent()) {
            workspace.identity("corp", options.realTenant().map(Options.RealTenant::corpId), "");
            return RealSource.open(options.realTenant().get());
        }
        workspace.identity("corp", Optional.of(SimulatedSource.CORP), "");
        Optional<String> wanted = options.seed().isPresent()
                ? Optional.of(Long.toString(options.seed().getAsLong()))
                : Optional.empty();
        return simulated(Long.parseLong(workspace.identity("seed", wanted, "7")));
    }

    private Source simulated(long seed) throws IOException, UsageException {
        String kept = workspace.identity("faults", options.faults().map(FaultPlan::toString), NO_FAULTS);
        FaultPlan faults = kept.equals(NO_FAULTS) ? FaultPlan.none() : FaultPlan.parse(kept);
        SimulatedSource source = SimulatedSource.open(workspace, seed, faults, clock);
        boolean enough = options.records() >= FaultRun.NEW_RECORDS_AT_LEAST
                && options.records() + source.size().orElse(0) >= FaultRun.RECORDS_AT_LEAST;
        if (!faults.isEmpty() && !enough) {
            source.close();
            throw new UsageException("The option --faults needs " + FaultRun.RECORDS_AT_LEAST
                    + " records in the directory, and " + FaultRun.NEW_RECORDS_AT_LEAST
                    + " new ones in each run: give a larger number to --records.");
        }
        return source;
    }
}
