package org.wecomarchive.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.quickstart.faults.FaultRun;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** A simulated tenant behind the C library, or in the JVM where the build had no C compiler. */
final class SimulatedSource implements Source {

    static final String CORP = "wwsimulated0000001";

    private final SimulatedTenant tenant;
    private final SimulatorServer server;
    private final Optional<Path> nativeLibrary;
    private final Path secretFile;
    private final Path keysDir;
    private final Optional<FaultRun> faultRun;

    private SimulatedSource(
            SimulatedTenant tenant,
            SimulatorServer server,
            Optional<Path> nativeLibrary,
            Path secretFile,
            Path keysDir,
            Optional<FaultRun> faultRun) {
        this.tenant = tenant;
        this.server = server;
        this.nativeLibrary = nativeLibrary;
        this.secretFile = secretFile;
        this.keysDir = keysDir;
        this.faultRun = faultRun;
    }

    /**
     * Opens the tenant that the workspace keeps, or makes one, and serves it.
     *
     * @param faults what goes wrong, or nothing; the same for all runs of a workspace
     */
    static SimulatedSource open(Workspace workspace, long seed, FaultPlan faults, Clock clock) throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Path secretFile = workspace.secret(HexFormat.of().formatHex(random));
        TenantSettings.Builder settings = TenantSettings.builder(CORP, Files.readString(secretFile), seed)
                // A kept directory can go on after a month: only a real WeCom forgets.
                .retention(Duration.ofDays(36_500));
        TenantSettings prepared = faults.isEmpty()
                ? settings.build()
                : FaultRun.prepare(settings, faults).build();
        SimulatedTenant tenant = SimulatedTenant.open(workspace.tenant(), prepared, clock);
        tenant.writePrivateKeys(workspace.keys());
        SimulatorServer server = SimulatorServer.start(tenant);
        Optional<Path> library = SimulatorLibrary.install(workspace.library(), server.address());
        Optional<FaultRun> faultRun = faults.isEmpty()
                ? Optional.empty()
                : Optional.of(new FaultRun(tenant, server.conditions(CORP), workspace.keys()));
        return new SimulatedSource(tenant, server, library, secretFile, workspace.keys(), faultRun);
    }

    @Override
    public String description() {
        return nativeLibrary.isPresent()
                ? "a simulated tenant behind a C library with the vendor's functions"
                : "a simulated tenant in the JVM, since the build found no C compiler for its C library";
    }

    @Override
    public Optional<String> advice() {
        return Optional.empty();
    }

    @Override
    public String corpId() {
        return CORP;
    }

    @Override
    public String library() {
        return nativeLibrary.map(Path::toString).orElseGet(server::library);
    }

    @Override
    public Path secretFile() {
        return secretFile;
    }

    @Override
    public Path keysDir() {
        return keysDir;
    }

    @Override
    public String proxy() {
        return "";
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(tenant.size());
    }

    @Override
    public Map<String, String> connectorSettings(long newRecords) {
        return faultRun.map(it -> it.connectorSettings(newRecords)).orElse(Map.of());
    }

    @Override
    public Map<String, String> decryptorSettings() {
        return faultRun.map(FaultRun::decryptorSettings).orElse(Map.of());
    }

    @Override
    public Optional<FaultRun> faultRun() {
        return faultRun;
    }

    @Override
    public void grow(long records) {
        tenant.grow(records);
    }

    @Override
    public String showable(String text) {
        return text.replace(SimulatedTenant.MARKER, "…");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the simulated tenant's server cannot be closed", e);
        }
    }
}
