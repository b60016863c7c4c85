package org.wecomarchive.quickstart.tenant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.quickstart.faults.FaultRun;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/**
 * Where the records of a run come from.
 *
 * @param description one sentence about it for the user
 * @param advice what the user should know before anything is fetched; empty where there is nothing to say
 * @param corpId corp id
 * @param library value for {@code sdk.library}
 * @param secretFile file that holds the secret and nothing else
 * @param keysDir directory with {@code <corp>/<version>.pem}
 * @param proxy proxy URL, or empty
 * @param simulation the tenant behind it; empty where it is a real one
 */
public record Source(
        String description,
        Optional<String> advice,
        String corpId,
        String library,
        Path secretFile,
        Path keysDir,
        String proxy,
        Optional<Simulation> simulation)
        implements AutoCloseable {

    /**
     * A simulated tenant and who serves it.
     *
     * @param faultRun what goes wrong on purpose; empty where nothing does
     */
    public record Simulation(SimulatedTenant tenant, SimulatorServer server, Optional<FaultRun> faultRun) {}

    /** How many records it has; empty where only WeCom knows. */
    public OptionalLong size() {
        return simulation.stream()
                .mapToLong(simulated -> simulated.tenant().size())
                .findFirst();
    }

    /** What goes wrong on purpose; empty where nothing does. */
    public Optional<FaultRun> faultRun() {
        return simulation.flatMap(Simulation::faultRun);
    }

    /** Adds records to a simulated tenant; people write those of a real one. */
    public void grow(long records) {
        simulation.ifPresent(simulated -> simulated.tenant().grow(records));
    }

    /** The text as it may be shown: without what tests look for as leaked plaintext. */
    public String showable(String text) {
        return simulation.isPresent() ? text.replace(SimulatedTenant.MARKER, "…") : text;
    }

    @Override
    public void close() throws IOException {
        if (simulation.isPresent()) {
            simulation.get().server().close();
        }
    }
}
