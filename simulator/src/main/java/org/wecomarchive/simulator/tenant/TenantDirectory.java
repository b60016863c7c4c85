package org.wecomarchive.simulator.tenant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;

/**
 * Keeps a tenant's identity and growth in a directory, so that a later run goes on with the same records.
 *
 * <p><b>Shape.</b> {@code tenant} holds one line, the settings that determine the content; {@code growth} one line
 * {@code <size> <epoch milliseconds>} per growth, the first one for the start; {@code keys/} holds the private keys. A
 * last line without its line feed was not finished and does not count.
 */
final class TenantDirectory {

    private final Path dir;
    private final Path growth;

    private TenantDirectory(Path dir) {
        this.dir = dir;
        this.growth = dir.resolve("growth");
    }

    /**
     * Takes or makes the directory.
     *
     * @throws IllegalArgumentException when the directory holds a tenant with other content
     */
    static TenantDirectory open(Path dir, TenantSettings settings) throws IOException {
        Files.createDirectories(dir);
        Path identity = dir.resolve("tenant");
        String wanted = "corpId=" + settings.corpId() + " seed=" + settings.seed() + " firstSeq="
                + Long.toUnsignedString(settings.firstSeq()) + " damageShare=" + settings.damageShare() + " rotations="
                + settings.rotations() + faultsOf(settings);
        if (!Files.exists(identity)) {
            OwnerOnlyFiles.write(identity, wanted);
        }
        String kept = Files.readString(identity);
        if (!kept.equals(wanted)) {
            throw new IllegalArgumentException(
                    dir + " holds the tenant [" + kept + "], not [" + wanted + "]: take another directory");
        }
        return new TenantDirectory(dir);
    }

    private static String faultsOf(TenantSettings settings) {
        String faults = settings.faults().ofPayloads().toString();
        return faults.isEmpty() ? "" : " faults=" + faults;
    }

    Path keys() {
        return dir.resolve("keys");
    }

    /** The kept growth; a new timeline from {@code start} when there is none. */
    Timeline timeline(Instant start) throws IOException {
        String text = Files.exists(growth) ? Files.readString(growth) : "";
        String finished = text.substring(0, text.lastIndexOf('\n') + 1);
        if (finished.length() < text.length() || finished.isEmpty()) {
            Files.writeString(growth, finished);
        }
        if (finished.isEmpty()) {
            append(0, start);
            return new Timeline(start);
        }
        List<String> lines = finished.lines().toList();
        Timeline timeline = new Timeline(timeOf(lines.get(0)));
        for (String line : lines.subList(1, lines.size())) {
            timeline.growTo(Long.parseLong(line.substring(0, line.indexOf(' '))), timeOf(line));
        }
        return timeline;
    }

    void append(long size, Instant time) throws IOException {
        String line = size + " " + time.toEpochMilli() + "\n";
        Files.writeString(
                growth, line, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Instant timeOf(String line) {
        return Instant.ofEpochMilli(Long.parseLong(line.substring(line.indexOf(' ') + 1)));
    }
}
