package org.wecomarchive.benchmarks.sizing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of a process from Linux' {@code /proc}, without that of the JVM's compilers, which have little to do once a program
 * has run for some minutes.
 *
 * <p>Units: seconds, in steps of 10 ms. A thread that has ended stays in the time of its process.
 * <b>Source</b>: <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>.
 *
 * @param directory of the process below {@code /proc}
 */
record ProcessCpu(Path directory) {

    /** The kernel's unit for user space, the same on every architecture that the vendor's library is made for. */
    private static final double TICKS_A_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** Of a running process. */
    static ProcessCpu of(ProcessHandle process) {
        return new ProcessCpu(Path.of("/proc", Long.toString(process.pid())));
    }

    /**
     * What the process has used since its start.
     *
     * @throws IOException if it has ended
     */
    double seconds() throws IOException {
        long all = ticks(Files.readString(directory.resolve("stat")));
        long compilers = 0;
        for (Path thread : threads()) {
            compilers += compilerTicks(thread);
        }
        return (all - compilers) / TICKS_A_SECOND;
    }

    /** None of a thread that has ended meanwhile, which is no compiler: those stay, by an option of the JVMs. */
    private static long compilerTicks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return isCompiler(stat) ? ticks(stat) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    private List<Path> threads() throws IOException {
        try (Stream<Path> threads = Files.list(directory.resolve("task"))) {
            return threads.toList();
        }
    }

    /** The name, in brackets, is cut after 15 characters. */
    static boolean isCompiler(String stat) {
        return stat.contains("(C1 CompilerThre)") || stat.contains("(C2 CompilerThre)");
    }

    /** User and system time; the name in brackets may hold blanks and brackets. */
    static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    }
}
