package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * What the process that hosts the vendor's library asks of the C library.
 *
 * <p><b>Source.</b> prctl(2), _exit(2).
 */
public final class HostProcess {

    private static final int PR_SET_DUMPABLE = 4;

    private final Function prctl;
    private final Function exit;

    private HostProcess(NativeLibrary c) {
        this.prctl = c.getFunction("prctl");
        this.exit = c.getFunction("_exit");
    }

    /** The C library of this process. */
    public static HostProcess current() {
        return new HostProcess(NativeLibrary.getProcess());
    }

    /**
     * No core file however the process ends, not through a crash handler in {@code core_pattern} either, which {@code ulimit
     * -c 0} does not stop: it would hold keys and plaintext. Other processes of this user cannot read its memory either.
     */
    public void forbidDumps() {
        int result = prctl.invokeInt(new Object[] {PR_SET_DUMPABLE, 0L, 0L, 0L, 0L});
        if (result != 0) {
            throw new IllegalStateException("prctl(PR_SET_DUMPABLE) failed");
        }
    }

    /** Ends this process without the exit functions of the vendor's library, which may crash or wait for ever. */
    public void exit() {
        exit.invokeVoid(new Object[] {0});
    }
}
