package org.wecomarchive.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.simulator.command.Options;
import org.wecomarchive.simulator.command.UsageException;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/**
 * A tenant with all that another program needs to fetch from it, in one directory: {@code tenant/}, {@code keys/<corp>/}, {@code
 * secret} and {@code lib/}.
 */
final class ServedTenant implements AutoCloseable {

    private static final int SECRET_BYTES = 16;

    private final SimulatedTenant tenant;
    private final SimulatorServer server;
    private final Optional<Path> library;
    private final Path secretFile;
    private final Path keysDir;

    private ServedTenant(
            SimulatedTenant tenant, SimulatorServer server, Optional<Path> library, Path secretFile, Path keysDir) {
        this.tenant = tenant;
        this.server = server;
        this.library = library;
        this.secretFile = secretFile;
        this.keysDir = keysDir;
    }

    /** @throws UsageException when the directory holds another tenant, or the secret file is empty */
    static ServedTenant open(Options options, Clock clock) throws IOException, UsageException {
        Files.createDirectories(options.dir());
        Path secretFile = options.secretFile().orElse(options.dir().resolve("secret"));
        if (!Files.exists(secretFile)) {
            OwnerOnlyFiles.write(secretFile, newSecret());
        }
        SimulatedTenant tenant = tenant(options, Files.readString(secretFile).strip(), clock);
        tenant.grow(Math.max(0, options.records() - tenant.size()));
        Path keysDir = options.dir().resolve("keys");
        tenant.writePrivateKeys(keysDir);
        SimulatorServer server = SimulatorServer.start(options.port(), List.of(tenant));
        Optional<Path> library = SimulatorLibrary.install(options.dir().resolve("lib"), server.address());
        return new ServedTenant(tenant, server, library, secretFile.toAbsolutePath(), keysDir);
    }

    private static SimulatedTenant tenant(Options options, String secret, Clock clock)
            throws IOException, UsageException {
        try {
            TenantSettings settings = TenantSettings.builder(options.corpId(), secret, options.seed())
                    .retention(options.retention())
                    .faults(options.faults())
                    .build();
            return SimulatedTenant.open(options.dir().resolve("tenant"), settings, clock);
        } catch (IllegalArgumentException e) {
            throw new UsageException("The tenant cannot be served: " + e.getMessage());
        }
    }

    private static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    void grow(long records) {
        tenant.grow(records);
    }

    /** @throws IllegalArgumentException that says what is wrong with the plan */
    FaultPlan inject(String plan) {
        FaultPlan parsed = FaultPlan.parse(plan);
        server.conditions(tenant.settings().corpId()).inject(parsed);
        return parsed;
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** How to use it, for people. */
    String directions() {
        TenantSettings settings = tenant.settings();
        String nativeLibrary = library.map(Path::toString)
                .orElse("none: the build found no C compiler, so there is only the Java front");
        return String.join(
                System.lineSeparator(),
                "A simulated tenant of " + tenant.size() + " records is served on 127.0.0.1:"
                        + address().getPort() + ".",
                "",
                "  C library    " + nativeLibrary,
                "  in Java      sdk.library=" + server.library() + " with the simulator's jar on the class path",
                "  corp id      " + settings.corpId(),
                "  secret       in the file " + secretFile,
                "  keys         " + keysDir.resolve(settings.corpId()) + "/<publickey_ver>.pem, versions "
                        + tenant.privateKeysPem().keySet(),
                "  first page   GetChatData with seq 0; the first record has seq "
                        + Long.toUnsignedString(settings.firstSeq()),
                "  faults       " + (settings.faults().isEmpty() ? "none" : settings.faults()),
                "",
                "Its payloads are not in Tencent's scheme: only this library decrypts them.",
                "Type a plan of faults to apply it to later calls; an empty line ends all faults. Ctrl-C ends"
                        + " the simulator.",
                "");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
