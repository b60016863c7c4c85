package org.wecomarchive.quickstart;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.wecomarchive.quickstart.pipeline.Store;
import org.wecomarchive.quickstart.report.Messages;
import org.wecomarchive.quickstart.tenant.RealTenant;
import org.wecomarchive.simulator.fault.FaultPlan;

/**
 * What the user asked for.
 *
 * @param records how many records the simulated tenant grows by in this run, at least 0
 * @param seed what the simulated tenant's content follows from; empty: as the directory has it, or 7
 * @param rate new messages a second once the summary is shown, above 0
 * @param ending whether to end after the summary
 * @param dir where everything is kept; empty: a temporary directory that is removed
 * @param realTenant a real tenant in place of the simulated one
 * @param messages whether decoded messages may be shown
 * @param faults what goes wrong with the simulated tenant; empty: as the directory has it, or nothing
 * @param stores where the events go
 */
record Options(
        long records,
        OptionalLong seed,
        double rate,
        Ending ending,
        Optional<Path> dir,
        Optional<RealTenant> realTenant,
        Messages messages,
        Optional<FaultPlan> faults,
        Set<Store> stores) {

    Options {
        stores = Set.copyOf(stores);
    }

    /** What comes after the summary. */
    enum Ending {
        EXIT,
        STAY
    }
}
