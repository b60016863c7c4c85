package org.wecomarchive.quickstart.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/** The private key of one version, which is delivered when records already wait for it. */
final class LateKey {

    static final int VERSION = 2;

    /** Indexes of the first record that waits for it and of the first one after it. */
    static final long FIRST = 300;

    static final long END = 700;

    /** Some wait, the others are still to come: what is released and what is not must not get in each other's way. */
    private static final long WAITING_AT_LEAST = (END - FIRST) / 4;

    private final SimulatedTenant tenant;
    private final Path file;

    LateKey(SimulatedTenant tenant, Path keysDir) {
        this.tenant = tenant;
        this.file = keysDir.resolve(tenant.settings().corpId()).resolve(VERSION + ".pem");
    }

    boolean delivered() {
        return Files.exists(file);
    }

    /** Delivers it once enough records wait. */
    void deliverIfAwaitedBy(long records) throws IOException {
        if (records >= WAITING_AT_LEAST && !delivered()) {
            OwnerOnlyFiles.write(file, tenant.privateKeyPem(VERSION));
        }
    }
}
