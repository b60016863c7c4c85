package org.wecomarchive.simulator.sdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;

/** The C library through the product's own binding, in a process of its own. */
class CLibraryInChildIT extends FrontContract {

    @Override
    String library(SimulatorServer simulator, Path dir) throws IOException {
        assumeTrue(SimulatorLibrary.available(), "no C compiler at build time: the C ABI is not tested");
        return SimulatorLibrary.install(dir, simulator.address()).orElseThrow().toString();
    }

    @Override
    Isolation isolation() {
        return Isolation.PROCESS;
    }
}
