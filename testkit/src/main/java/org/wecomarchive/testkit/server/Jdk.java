package org.wecomarchive.testkit.server;

import java.nio.file.Path;

/**
 * An installed JDK or JRE.
 *
 * @param home the folder that holds {@code bin/java} and the file {@code release}
 * @param feature its version, such as 17 or 25
 */
public record Jdk(Path home, int feature) {

    /** The one that runs us. */
    public static Jdk ours() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** {@code bin/java} of it. */
    public Path java() {
        return home.resolve(Path.of("bin", "java"));
    }
}
