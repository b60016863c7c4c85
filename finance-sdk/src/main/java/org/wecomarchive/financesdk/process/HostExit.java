package org.wecomarchive.financesdk.process;

import java.util.Optional;
import org.wecomarchive.financesdk.nativelib.HostProcess;

/** Ends the host process at once, without anything that native code could delay. */
final class HostExit {

    private volatile Optional<HostProcess> nativeProcess = Optional.empty();

    /** From now on the process holds native code: it leaves no dump and ends without that code's exit functions. */
    void guardNativeCode() {
        HostProcess process = HostProcess.current();
        process.forbidDumps();
        nativeProcess = Optional.of(process);
    }

    void now() {
        nativeProcess.ifPresent(HostProcess::exit);
        Runtime.getRuntime().halt(0);
    }
}
