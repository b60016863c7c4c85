package org.wecomarchive.testkit.elasticsearch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wecomarchive.testkit.server.BuiltFolder;
import org.wecomarchive.testkit.server.Jdk;
import org.wecomarchive.testkit.server.ServerJvm;

/**
 * The jars of an Elasticsearch and the Java that runs them.
 *
 * @param folder with {@code lib/} (its class path), {@code modules/} and {@code config/log4j2.properties}, as
 *     {@code elasticsearch-server/src/main/assembly/server.xml} puts them together
 * @param jdk new enough for that version
 * @param jvmOptions of its JVM: heap, garbage collector and compiler
 */
public record ElasticsearchHome(Path folder, Jdk jdk, List<String> jvmOptions) {

    private static final List<String> SMALL =
            List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final String MAIN = "org.wecomarchive.elasticsearchserver.ElasticsearchMain";

    private static final BuiltFolder BUILT = new BuiltFolder(
            "wecom.elasticsearch.home",
            Path.of("elasticsearch-server", "target", "server"),
            folder -> Files.isDirectory(folder.resolve("lib")) && Files.isDirectory(folder.resolve("modules")));

    public ElasticsearchHome {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** With a small heap, and quick to start. */
    public ElasticsearchHome(Path folder, Jdk jdk) {
        this(folder, jdk, SMALL);
    }

    /**
     * Elasticsearch 8.19 from the folder that the system property {@code wecom.elasticsearch.home} names, otherwise
     * from the checkout, run by our own Java.
     *
     * @throws IllegalStateException if there is none
     */
    public static ElasticsearchHome ofTheBuild() {
        return new ElasticsearchHome(BUILT.locate(), Jdk.ours());
    }

    /** The same with other options of its JVM. */
    public ElasticsearchHome with(List<String> others) {
        return new ElasticsearchHome(folder, jdk, others);
    }

    ServerJvm jvm(Path directory, int port) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dlog4j2.configurationFile=" + folder.resolve(Path.of("config", "log4j2.properties")));
        String classPath = folder.resolve("lib") + File.separator + "*";
        return new ServerJvm(jdk, options, classPath, MAIN, List.of(directory.toString(), Integer.toString(port)));
    }
}
