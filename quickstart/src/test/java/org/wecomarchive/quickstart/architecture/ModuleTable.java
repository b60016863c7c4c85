package org.wecomarchive.quickstart.architecture;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** Which of our modules a module may use in its main code; the table of the architecture document as code. */
final class ModuleTable {

    static final String ROOT = "org.wecomarchive";

    /** Module package below {@link #ROOT} to the module packages it may depend on. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("schemas", Set.of()),
            entry("serde", Set.of("schemas")),
            entry("egress", Set.of()),
            entry("financesdk", Set.of()),
            entry("ingestor", Set.of("schemas", "serde", "egress", "financesdk")),
            entry("decryptor", Set.of("schemas", "serde", "egress", "financesdk")),
            entry("sinkelasticsearch", Set.of("schemas", "serde", "egress")),
            entry("sinkiceberg", Set.of("schemas", "serde", "egress")),
            entry("elasticsearchserver", Set.of()),
            entry("simulator", Set.of("financesdk")),
            entry("testkit", Set.of("schemas")),
            entry("benchmarks", Set.of("schemas", "serde", "decryptor", "simulator", "testkit")),
            entry(
                    "quickstart",
                    Set.of(
                            "schemas",
                            "serde",
                            "egress",
                            "financesdk",
                            "ingestor",
                            "decryptor",
                            "sinkelasticsearch",
                            "sinkiceberg",
                            "simulator",
                            "testkit")));

    private ModuleTable() {}
}
