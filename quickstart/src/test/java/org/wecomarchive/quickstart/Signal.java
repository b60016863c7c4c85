package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

/** A signal that Java has no word for. */
enum Signal {
    /** The process stands still as if its machine did. */
    STOP,
    /** It goes on as if nothing had been. */
    CONT,
    /** Ctrl-C. */
    INT;

    void sendTo(ProcessHandle process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).as("kill has ended").isTrue();
        assertThat(kill.exitValue()).as("exit code of kill").isZero();
    }
}
