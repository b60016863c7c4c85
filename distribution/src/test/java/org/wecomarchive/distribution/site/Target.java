package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.testkit.wait.BoundedWait;

/** Processes of the site that can be killed and stalled together. */
public interface Target {

    /** For the timeline. */
    String name();

    /** The processes that live now. */
    List<ProcessHandle> processes();

    /** Nobody starts it again from now on. */
    void hold() throws IOException, InterruptedException;

    /** It is started again, as its service manager would. */
    void release() throws IOException, InterruptedException, TimeoutException;

    /** Sends a signal to all its processes and returns whether there were any. */
    default boolean signal(String signal) throws IOException, InterruptedException {
        List<ProcessHandle> processes = processes();
        Processes.signal(signal, processes);
        return !processes.isEmpty();
    }

    /**
     * A service of {@code run-service}, with its children.
     *
     * @param name of the service
     */
    record Service(String name) implements Target {

        @Override
        public List<ProcessHandle> processes() {
            return Processes.of(name);
        }

        @Override
        public void hold() throws IOException, InterruptedException {
            Processes.signal("STOP", Processes.loop(name).stream().toList());
        }

        @Override
        public void release() throws IOException, InterruptedException {
            Processes.signal("CONT", Processes.loop(name).stream().toList());
        }
    }

    /**
     * The processes that hold WeCom's library, of all these services.
     *
     * @param name for the timeline
     * @param services whose children they are
     */
    record Children(String name, List<String> services) implements Target {

        @Override
        public List<ProcessHandle> processes() {
            return services.stream()
                    .flatMap(service -> Processes.children(service).stream())
                    .toList();
        }

        @Override
        public void hold() {
            // Its parent starts it again, and may do so at once.
        }

        @Override
        public void release() {
            // Nothing was held.
        }
    }

    /** PostgreSQL, which holds the catalog; Debian's scripts start it. */
    record Postgres() implements Target {

        @Override
        public String name() {
            return "postgresql";
        }

        @Override
        public List<ProcessHandle> processes() {
            return Processes.ofPostgres();
        }

        @Override
        public void hold() {
            // Nobody starts it but release.
        }

        @Override
        public void release() throws IOException, InterruptedException, TimeoutException {
            new BoundedWait(Duration.ofMinutes(2), Duration.ofSeconds(1))
                    .<IOException>until("PostgreSQL", () -> Shell.output("service postgresql start >/dev/null 2>&1;"
                                    + " runuser -u postgres -- psql -qtAc 'select 1' 2>/dev/null || true")
                            .equals("1"));
        }
    }
}
