package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.distribution.site.Processes;
import org.wecomarchive.distribution.site.Target;

/** What is done to processes. */
final class ProcessActions {

    private ProcessActions() {}

    /** SIGKILL; its service manager starts it again two seconds later. */
    record Kill(Target target) implements Action {

        @Override
        public Kind kind() {
            return Kind.KILLS;
        }

        @Override
        public String name() {
            return "kill -9 " + target.name();
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            return target.signal("KILL");
        }
    }

    /** SIGTERM; its service manager starts it again. */
    record Restart(Target target) implements Action {

        @Override
        public Kind kind() {
            return Kind.RESTARTS;
        }

        @Override
        public String name() {
            return "restart " + target.name();
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            return target.signal("TERM");
        }
    }

    /** SIGKILL, and nobody starts it again before the end. */
    record Outage(Target target, Duration lasts) implements Action {

        @Override
        public Kind kind() {
            return Kind.OUTAGES;
        }

        @Override
        public String name() {
            return "take away " + target.name() + " for " + lasts.toSeconds() + " s";
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            target.hold();
            return target.signal("KILL");
        }

        @Override
        public void end() throws IOException, InterruptedException, TimeoutException {
            target.release();
        }
    }

    /** SIGSTOP, and SIGCONT at the end; a class, as it has to know whom to continue. */
    static final class Stall implements Action {

        private final Target target;
        private final Duration lasts;
        private final List<ProcessHandle> stopped = new ArrayList<>();

        Stall(Target target, Duration lasts) {
            this.target = target;
            this.lasts = lasts;
        }

        @Override
        public Kind kind() {
            return Kind.STALLS;
        }

        @Override
        public String name() {
            return "stall " + target.name() + " for " + lasts.toSeconds() + " s";
        }

        @Override
        public Duration lasts() {
            return lasts;
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            stopped.addAll(target.processes());
            Processes.signal("STOP", stopped);
            return !stopped.isEmpty();
        }

        @Override
        public void end() throws IOException, InterruptedException {
            Processes.signal(
                    "CONT", stopped.stream().filter(ProcessHandle::isAlive).toList());
        }
    }
}
