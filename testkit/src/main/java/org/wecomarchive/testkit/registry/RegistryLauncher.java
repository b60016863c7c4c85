package org.wecomarchive.testkit.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Main class of the registry's JVM: hands over to Apicurio and ends the JVM when standard input ends.
 *
 * <p>The parent holds the other end of standard input and never writes to it, so that its death, however sudden, ends
 * this JVM too. Uses the JDK only: Apicurio's jars are the rest of the class path.
 */
final class RegistryLauncher {

    private static final String APICURIO_MAIN = "io.quarkus.runner.GeneratedMain";

    private RegistryLauncher() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(RegistryLauncher::haltAtEndOfInput, "parent-watch");
        watch.setDaemon(true);
        watch.start();

        Class.forName(APICURIO_MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** Halts instead of exiting: nobody is left to wait for shutdown hooks, and committed schemas are on disk. */
    private static void haltAtEndOfInput() {
        try (InputStream input = System.in) {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input failed, ending: " + e.getClass().getName());
        }
        Runtime.getRuntime().halt(1);
    }
}
