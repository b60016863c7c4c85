package org.wecomarchive.quickstart.tenant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.quickstart.faults.FaultRun;
import org.wecomarchive.quickstart.run.UsageException;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/**
 * A simulated tenant behind the C library, or in the JVM where the build had no C compiler.
 *
 * @param seed what its content follows from; empty: as the workspace has it, or 7
 * @param faults what goes wrong with it, the same for all runs of a workspace; empty: as the workspace has it, or nothing
 * @param newRecords how many records it is to grow by in this run
 */
public record SimulatedSource(OptionalLong seed, Optional<FaultPlan> faults, long newRecords) {

    private static final String CORP = "wwsimulated0000001";
    private static final String NO_FAULTS = "none";

    /**
     * Opens the tenant that the workspace keeps, or makes one, and serves it.
     *
     * @throws UsageException if the workspace is for another tenant, or if there are too few records for the faults
     */
    public Source open(Workspace workspace, Clock clock) throws IOException, UsageException {
        workspace.identity("corp", Optional.of(CORP), "");
        Optional<String> wantedSeed =
                seed.isPresent() ? Optional.of(Long.toString(seed.getAsLong())) : Optional.empty();
        String keptSeed = workspace.identity("seed", wantedSeed, "7");
        String keptFaults = workspace.identity("faults", faults.map(FaultPlan::toString), NO_FAULTS);
        FaultPlan plan = keptFaults.equals(NO_FAULTS) ? FaultPlan.none() : FaultPlan.parse(keptFaults);
        SimulatedTenant tenant = tenant(workspace, Long.parseLong(keptSeed), plan, clock);
        if (!plan.isEmpty()) {
            requireEnoughRecords(tenant.size());
        }
        SimulatorServer server = SimulatorServer.start(tenant);
        Optional<Path> installed = SimulatorLibrary.install(workspace.library(), server.address());
        String library = installed.map(Path::toString).orElseGet(server::library);
        Optional<FaultRun> faultRun = plan.isEmpty()
                ? Optional.empty()
                : Optional.of(new FaultRun(tenant, server.conditions(CORP), workspace.keys(), library));
        return new Source(
                installed.isPresent()
                        ? "a simulated tenant behind a C library with the vendor's functions"
                        : "a simulated tenant in the JVM, since the build found no C compiler for its C library",
                Optional.empty(),
                CORP,
                library,
                workspace.secret(tenant.settings().secret()),
                workspace.keys(),
                "",
                Optional.of(new Source.Simulation(tenant, server, faultRun)));
    }

    private static SimulatedTenant tenant(Workspace workspace, long seed, FaultPlan plan, Clock clock)
            throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Path secretFile = workspace.secret(HexFormat.of().formatHex(random));
        TenantSettings.Builder settings = TenantSettings.builder(CORP, Files.readString(secretFile), seed)
                // A kept directory can go on after a month: only a real WeCom forgets.
                .retention(Duration.ofDays(36_500));
        if (!plan.isEmpty()) {
            FaultRun.prepare(settings, plan);
        }
        SimulatedTenant tenant = SimulatedTenant.open(workspace.tenant(), settings.build(), clock);
        tenant.writePrivateKeys(workspace.keys());
        return tenant;
    }

    private void requireEnoughRecords(long size) throws UsageException {
        if (newRecords < FaultRun.NEW_RECORDS_AT_LEAST || newRecords + size < FaultRun.RECORDS_AT_LEAST) {
            throw new UsageException("The option --faults needs " + FaultRun.RECORDS_AT_LEAST
                    + " records in the directory, and " + FaultRun.NEW_RECORDS_AT_LEAST
                    + " new ones in each run: give a larger number to --records.");
        }
    }
}
