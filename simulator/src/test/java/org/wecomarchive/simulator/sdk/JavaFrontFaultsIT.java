package org.wecomarchive.simulator.sdk;

import java.nio.file.Path;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.server.SimulatorServer;

/** The front without native code, in this JVM. */
class JavaFrontFaultsIT extends FaultContract {

    @Override
    String library(SimulatorServer simulator, Path dir) {
        return simulator.library();
    }

    @Override
    Isolation isolation() {
        return Isolation.NONE;
    }
}
