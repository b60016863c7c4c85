package org.wecomarchive.financesdk.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdkProvider;
import org.wecomarchive.financesdk.inprocess.LocalLibrary;
import org.wecomarchive.financesdk.nativelib.NativeFinanceSdk;

/**
 * The command line and the environment of the process that hosts the library. Neither holds a secret.
 *
 * <p>The class path is built from where the classes were loaded from: {@code java.class.path} is the worker's inside a Connect
 * plug-in, which does not have them.
 */
final class HostCommand {

    /**
     * Descriptor 3 is the pipe for answers; what native code prints to stdout goes to stderr. No core file. Ctrl-C on a terminal
     * is for the parent, which ends this process in its turn.
     */
    private static final String SHELL = "ulimit -c 0; trap '' INT; exec \"$@\" 3>&1 1>&2";

    /** Two pages of {@link Protocol#MAX_FRAME_BYTES} at once, or 32 MiB of payloads in flight in all their forms. */
    private static final String HEAP = "-Xmx256m";

    /** What the dynamic loader, the clock, file names and OpenSSL need; proxies come by configuration only. */
    private static final Set<String> INHERITED =
            Set.of("LD_LIBRARY_PATH", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "SSL_CERT_FILE", "SSL_CERT_DIR");

    private HostCommand() {}

    /** @throws IllegalArgumentException when {@code library} is an address that no provider supports */
    static ProcessBuilder forLibrary(String library) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags());
        command.add("-cp");
        command.add(classPath(library));
        command.add(HostMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        keepInherited(builder.environment());
        return builder;
    }

    private static List<String> jvmFlags() {
        List<String> flags = new ArrayList<>(List.of(
                // What it never needs is not taken from the machine.
                "-Xms32m",
                HEAP,
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                // A dump of any kind would hold keys and plaintext.
                "-XX:+SuppressFatalErrorMessage",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-UsePerfData",
                // Half a process is worse than none: the parent restarts it.
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                // Else JNA unpacks its native part below the home directory where that is writable.
                "-Djna.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Djava.awt.headless=true",
                // A system-wide JNA of another version must not be picked up.
                "-Djna.nosys=true"));
        if (Runtime.version().feature() >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    private static String classPath(String library) {
        Stream<Class<?>> own = Stream.of(FinanceSdk.class, Logger.class);
        Stream<Class<?>> provider = LocalLibrary.provider(library).stream().flatMap(HostCommand::classesOf);
        // JNA always: the binding's class is loaded even where a provider opens the library.
        return Stream.of(own, provider, NativeFinanceSdk.requiredClasses().stream())
                .flatMap(classes -> classes)
                .map(HostCommand::location)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Class<?>> classesOf(FinanceSdkProvider provider) {
        return Stream.concat(Stream.of(provider.getClass()), provider.requiredClasses().stream());
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException("cannot tell which jar " + type.getName() + " comes from");
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar of " + type.getName() + " has an unusable address", e);
        }
    }

    private static void keepInherited(Map<String, String> environment) {
        environment.keySet().retainAll(INHERITED);
    }
}
