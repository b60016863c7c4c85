package org.wecomarchive.testkit.connect;

import java.io.File;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a worker as it is downloaded has on its class path, taken from this JVM's. */
final class WorkerClassPath {

    private static final Pattern WORKERS = Pattern.compile(
            ".*/(kafka|connect|org/apache/kafka|jetty|jersey|jakarta|javax|jackson|slf4j|zstd|lz4|snappy|hk2"
                    + "|glassfish|re2j|jose4j|classgraph|plexus|maven|commons|aopalliance|javassist|reload4j|swagger"
                    + "|bitbucket|hdrhistogram|argparse4j|metrics|eclipse|fasterxml)[/-].*");

    /** What a plug-in has to bring by itself, although its path looks like one of a worker's. */
    private static final Pattern PLUGINS =
            Pattern.compile(".*/target/.*|.*/(avro|guava|jna|flink|json|parsson|opentelemetry|httpcomponents|elastic"
                    + "|elasticsearch|iceberg|parquet|orc|hadoop|awssdk|sqlite-jdbc|postgresql|roaringbitmap|caffeine"
                    + "|testcontainers|commons-codec|commons-logging|commons-io|commons-compress)[/-].*");

    private WorkerClassPath() {}

    static String ofThisJvm() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> WORKERS.matcher(entry).matches()
                        && !PLUGINS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
