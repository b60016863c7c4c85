package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes of services that {@code run-service} keeps running, and signals to them. */
public final class Processes {

    private static final Path RUN = Path.of("/run/wecom-site");

    private Processes() {}

    /** The process of a service and its children; none while it starts again. */
    public static List<ProcessHandle> of(String service) {
        return read(RUN.resolve(service + ".pid")).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    /** The children of a service's process. */
    public static List<ProcessHandle> children(String service) {
        return read(RUN.resolve(service + ".pid")).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
    }

    /** What starts the service again when it ends. */
    static Optional<ProcessHandle> loop(String service) {
        return read(RUN.resolve(service + ".loop"));
    }

    /** Every process of Debian's PostgreSQL. */
    static List<ProcessHandle> ofPostgres() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .toList();
    }

    /** Sends a signal, for example {@code KILL}, to those that still live. */
    public static void signal(String signal, List<ProcessHandle> processes) throws IOException, InterruptedException {
        if (!processes.isEmpty()) {
            StringBuilder pids = new StringBuilder();
            processes.forEach(process -> pids.append(' ').append(process.pid()));
            Shell.output("kill -s " + signal + pids + " || true");
        }
    }

    private static Optional<ProcessHandle> read(Path file) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException noneYet) {
            return Optional.empty();
        }
    }
}
