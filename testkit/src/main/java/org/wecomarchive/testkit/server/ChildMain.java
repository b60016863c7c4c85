package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Main class of a server's JVM: hands over to the server's own and ends the JVM when standard input ends.
 *
 * <p>Arguments: the server's main class and its arguments. The parent holds the other end of standard input and never writes
 * to it, so that its death, however sudden, ends this JVM too. Uses the JDK only: the server's jars are the rest of the class
 * path.
 */
final class ChildMain {

    private ChildMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(ChildMain::haltAtEndOfInput, "parent-watch");
        watch.setDaemon(true);
        watch.start();

        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    /** Halts instead of exiting: nobody is left to wait for shutdown hooks, and what was acknowledged is on disk. */
    private static void haltAtEndOfInput() {
        try (InputStream input = System.in) {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input failed, ending: " + e.getClass().getName());
        }
        Runtime.getRuntime().halt(1);
    }
}
