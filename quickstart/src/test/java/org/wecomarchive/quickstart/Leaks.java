package org.wecomarchive.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/** Looks for plaintext, keys and the secret where they must not be. */
final class Leaks {

    /** From inside of a key's base64, so that it is found without its PEM frame, too. */
    private static final int KEY_SAMPLE = 48;

    private final Path dir;

    Leaks(Path dir) {
        this.dir = dir;
    }

    /** Files of the directory, and those given, that hold what they must not. */
    List<Path> in(Path... outputs) throws IOException {
        List<String> secrets = secrets();
        List<Path> leaks = new ArrayList<>();
        for (Path file : suspects(outputs)) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            boolean plaintext = !isSegmentOfOurs(file) && !isStored(file) && content.contains(SimulatedTenant.MARKER);
            if (plaintext || secrets.stream().anyMatch(content::contains)) {
                leaks.add(file);
            }
        }
        return leaks;
    }

    /** How many segments of our topics show plaintext: none would mean that the search is blind. */
    long segmentsWithPlaintext() throws IOException {
        long found = 0;
        for (Path file : suspects()) {
            if (isSegmentOfOurs(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(SimulatedTenant.MARKER)) {
                found++;
            }
        }
        return found;
    }

    /** Whether a process shows a secret in its command line or its environment. */
    boolean inProcess(ProcessHandle process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        List<String> secrets = secrets();
        for (String name : List.of("cmdline", "environ")) {
            try {
                String content = Files.readString(proc.resolve(name), StandardCharsets.ISO_8859_1);
                if (secrets.stream().anyMatch(content::contains)) {
                    return true;
                }
            } catch (NoSuchFileException ended) {
                return false;
            }
        }
        return false;
    }

    private List<Path> suspects(Path... outputs) throws IOException {
        List<Path> files = new ArrayList<>(List.of(outputs));
        try (Stream<Path> all = Files.walk(dir)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !isWhereSecretsLive(file))
                    .forEach(files::add);
        }
        return files;
    }

    private List<String> secrets() throws IOException {
        List<String> secrets = new ArrayList<>(List.of("PRIVATE KEY", Files.readString(dir.resolve("secret"))));
        try (Stream<Path> keys = Files.walk(dir.resolve("keys"))) {
            for (Path pem : keys.filter(Files::isRegularFile).toList()) {
                String base64 = Files.readString(pem).replaceAll("-----[^-]+-----|\\s", "");
                secrets.add(base64.substring(base64.length() / 2, base64.length() / 2 + KEY_SAMPLE));
            }
        }
        return secrets;
    }

    private boolean isWhereSecretsLive(Path file) {
        Path place = dir.relativize(file);
        return place.startsWith("keys") || place.startsWith(Path.of("tenant", "keys")) || place.startsWith("secret");
    }

    /** What the stores are for: Elasticsearch's indices, and the rows of the cold store. */
    private boolean isStored(Path file) {
        return file.startsWith(dir.resolve(Path.of("search", "data")))
                || (file.startsWith(dir.resolve("cold")) && file.toString().endsWith(".parquet"));
    }

    private boolean isSegmentOfOurs(Path file) {
        return file.startsWith(dir.resolve("kafka"))
                && file.getParent().getFileName().toString().startsWith("wecom.archive.")
                && file.getFileName().toString().endsWith(".log");
    }
}
