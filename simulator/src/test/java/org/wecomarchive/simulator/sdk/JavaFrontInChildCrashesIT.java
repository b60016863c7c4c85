package org.wecomarchive.simulator.sdk;

import java.nio.file.Path;
import org.wecomarchive.simulator.server.SimulatorServer;

/** The front without native code, in a process of its own. */
class JavaFrontInChildCrashesIT extends CrashContract {

    @Override
    String library(SimulatorServer simulator, Path dir) {
        return simulator.library();
    }
}
