package org.wecomarchive.quickstart.architecture;

import java.util.Map;
import java.util.Set;

/** Which of our modules a module may use in its main code; the table of the architecture document as code. */
final class ModuleTable {

    static final String ROOT = "org.wecomarchive";

    /** Module package below {@link #ROOT} to the module packages it may depend on. */
    static final Map<String, Set<String>> MAY_USE = Map.of(
            "schemas", Set.of(),
            "serde", Set.of("schemas"),
            "egress", Set.of(),
            "financesdk", Set.of(),
            "ingestor", Set.of("schemas", "serde", "egress", "financesdk"),
            "decryptor", Set.of("schemas", "serde", "egress", "financesdk"),
            "simulator", Set.of("financesdk"),
            "testkit", Set.of("schemas"),
            "benchmarks", Set.of("schemas", "serde", "decryptor", "simulator", "testkit"),
            "quickstart",
                    Set.of(
                            "schemas",
                            "serde",
                            "egress",
                            "financesdk",
                            "ingestor",
                            "decryptor",
                            "simulator",
                            "testkit"));

    private ModuleTable() {}
}
