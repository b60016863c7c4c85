package org.wecomarchive.testkit.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ports that a cluster listened on, kept in its directory so that the next start takes them again.
 *
 * <p>A coordinator that finds an unfinished transaction of a killed cluster sends its markers to the address it knows from
 * the metadata, which is the old one until the node has registered anew, and goes on trying that address for ever.
 *
 * <p>Shape: the file {@code ports} with the ports in decimal digits, separated by blanks.
 *
 * @param ports those to use now
 * @param taken whether they are those of the last start, or of a first one
 */
record KeptPorts(List<Integer> ports, Taken taken) {

    /** What the metadata knows about the ports. */
    enum Taken {
        KNOWN,
        CHANGED
    }

    KeptPorts {
        ports = List.copyOf(ports);
    }

    static KeptPorts choose(Path dir, int count) throws IOException {
        Path file = dir.resolve("ports");
        boolean restarted = Files.exists(file);
        List<Integer> kept = restarted ? read(file) : List.of();
        if (kept.size() == count && LoopbackPorts.areFree(kept)) {
            return new KeptPorts(kept, Taken.KNOWN);
        }
        List<Integer> fresh = LoopbackPorts.free(count);
        Path unfinished = dir.resolve("ports.new");
        Files.writeString(unfinished, fresh.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new KeptPorts(fresh, restarted ? Taken.CHANGED : Taken.KNOWN);
    }

    private static List<Integer> read(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).strip().split(" ", -1))
                .map(Integer::valueOf)
                .toList();
    }
}
