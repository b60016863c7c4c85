package org.wecomarchive.testkit.server;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a server's JVM.
 *
 * @param jdk that runs it
 * @param options for the JVM, for example {@code -Xmx192m}
 * @param classPath of the server, without ours
 * @param mainClass the server's own
 * @param arguments for it
 */
public record ServerJvm(Jdk jdk, List<String> options, String classPath, String mainClass, List<String> arguments) {

    /** Run by the JDK that runs us. */
    public ServerJvm(List<String> options, String classPath, String mainClass, List<String> arguments) {
        this(Jdk.ours(), options, classPath, mainClass, arguments);
    }

    public ServerJvm {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /** Newer versions warn about native code without this option. */
    private List<String> ofThisVersion() {
        return jdk.feature() >= 24
                ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                : List.of();
    }

    List<String> command() {
        // Ctrl-C on a terminal is for the parent, which ends its servers in their turn.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.add(jdk.java().toString());
        command.addAll(options);
        command.addAll(ofThisVersion());
        command.add("-cp");
        command.add(classPath + File.pathSeparator + BuiltFolder.ourClasses());
        command.add(ChildMain.class.getName());
        command.add(mainClass);
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
