package org.wecomarchive.architecture;

import java.util.Map;
import java.util.Set;

/** Which of our modules a module may use in its main code; the table of the architecture document as code. */
public final class ModuleTable {

    public static final String ROOT = "org.wecomarchive";

    /** Module package below {@link #ROOT} to the module packages it may depend on. */
    public static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("architecture"),
            entry("schemas"),
            entry("serde", "schemas"),
            entry("egress"),
            entry("recovery"),
            entry("provisioning", "recovery"),
            entry("connectplugin", "schemas", "recovery", "egress", "serde"),
            entry("financesdk"),
            entry("callledger", "schemas", "recovery", "financesdk"),
            entry("ingestor", "schemas", "serde", "egress", "recovery", "connectplugin", "financesdk", "callledger"),
            entry("decryptor", "schemas", "serde", "egress", "recovery", "financesdk"),
            entry("sinkelasticsearch", "schemas", "serde", "egress", "recovery", "connectplugin"),
            entry("sinkiceberg", "schemas", "serde", "egress", "recovery", "connectplugin"),
            entry("cli", "schemas", "serde", "egress", "recovery", "provisioning"),
            entry("elasticsearchserver"),
            entry("spark"),
            entry("simulator", "financesdk"),
            entry("testkit", "schemas", "recovery"),
            entry(
                    "benchmarks",
                    "schemas",
                    "serde",
                    "financesdk",
                    "decryptor",
                    "simulator",
                    "testkit",
                    "quickstart",
                    "provisioning"),
            entry(
                    "quickstart",
                    "schemas",
                    "serde",
                    "egress",
                    "recovery",
                    "provisioning",
                    "financesdk",
                    "ingestor",
                    "decryptor",
                    "sinkelasticsearch",
                    "sinkiceberg",
                    "simulator",
                    "testkit"));

    private ModuleTable() {}

    private static Map.Entry<String, Set<String>> entry(String module, String... mayUse) {
        return Map.entry(module, Set.of(mayUse));
    }
}
