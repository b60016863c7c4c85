package org.wecomarchive.financesdk.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The host processes that this JVM has started and that still live. */
final class Hosts {

    private Hosts() {}

    static List<ProcessHandle> alive() {
        return ProcessHandle.current().children().filter(Hosts::isHost).toList();
    }

    static ProcessHandle only() {
        List<ProcessHandle> alive = alive();
        if (alive.size() != 1) {
            throw new AssertionError("expected one host process: " + alive);
        }
        return alive.get(0);
    }

    static String commandLine(ProcessHandle process) {
        return read(process, "cmdline");
    }

    static String environment(ProcessHandle process) {
        return read(process, "environ");
    }

    static int threads(ProcessHandle process) {
        return read(process, "status")
                .lines()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .sum();
    }

    /** SIGSTOP: the process answers nothing and reads nothing until it is killed. */
    static void freeze(ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + process.pid()).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("cannot freeze " + process);
        }
    }

    private static boolean isHost(ProcessHandle process) {
        return process.isAlive() && commandLine(process).contains(HostMain.class.getName());
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
