package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/** Looks in every log of the site for secrets and for the marker that stands in many plaintexts. */
public final class Leaks {

    private static final int LEAST_SECRETS = 12;
    private static final List<Path> PLACES = List.of(Site.LOGS, Path.of("/var/log/postgresql"));

    private Leaks() {}

    /** The logs that hold one, once for each secret. */
    public static List<String> find() throws IOException {
        Set<String> secrets = secrets();
        List<String> found = new ArrayList<>();
        for (Path place : PLACES) {
            try (Stream<Path> logs = Files.walk(place)) {
                for (Path log : logs.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
                    secrets.stream().filter(text::contains).forEach(secret -> found.add("a secret in " + log));
                }
            }
        }
        return found;
    }

    private static Set<String> secrets() throws IOException {
        Set<String> secrets =
                new HashSet<>(Set.of(SimulatedTenant.MARKER, "BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY"));
        try (Stream<Path> files = Files.list(Site.HOME.resolve("ca"))) {
            for (Path file : files.filter(file -> !file.getFileName().toString().contains("."))
                    .toList()) {
                String content =
                        Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                if (content.matches("[0-9a-f]{48}")) {
                    secrets.add(content);
                }
            }
        }
        secrets.addAll(Tenant.secrets());
        if (secrets.size() <= LEAST_SECRETS) {
            throw new IllegalStateException("only " + secrets.size() + " secrets to look for");
        }
        return secrets;
    }
}
