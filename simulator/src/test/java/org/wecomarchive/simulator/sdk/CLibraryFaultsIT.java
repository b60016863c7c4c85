package org.wecomarchive.simulator.sdk;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;

/** The C library through the product's own binding, in this JVM. */
@EnabledIf(
        value = "org.wecomarchive.simulator.library.SimulatorLibrary#available",
        disabledReason = "no C compiler at build time: the C ABI is not tested")
class CLibraryFaultsIT extends FaultContract {

    @Override
    String library(SimulatorServer simulator, Path dir) throws IOException {
        return SimulatorLibrary.install(dir, simulator.address()).orElseThrow().toString();
    }

    @Override
    Isolation isolation() {
        return Isolation.NONE;
    }
}
