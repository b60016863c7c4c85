package org.wecomarchive.quickstart;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.wecomarchive.quickstart.run.UsageException;
import picocli.CommandLine;

/** Runs a program of this module: one sentence on the error stream for what is wrong, never a stack trace. */
final class Program {

    private Program() {}

    /** The exit code: 2 for a command line that cannot be used and for a {@link UsageException}, 1 for any other failure. */
    static int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, words) -> {
                    wrong.getCommandLine().getErr().println(plain(wrong.getMessage()) + "; --help lists the options.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, line, words) -> {
                    line.getErr().println(sentence(failure));
                    return failure instanceof UsageException
                            ? CommandLine.ExitCode.USAGE
                            : CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    /** Without the names of Java's types and the texts of its exceptions. */
    static String plain(String message) {
        return message.replaceAll("cannot convert ('.*') to .*LocalDate.*", "$1 is not a day such as 2026-11-25")
                .replaceAll("cannot convert ('.*') to .*ZoneId.*", "$1 is not a time zone such as Asia/Shanghai")
                .replaceAll("cannot convert ('.*') to .*", "$1 cannot be used")
                .replaceAll(" is not an? (int|long)$", " is not a whole number")
                .replaceAll(" is not a double$", " is not a number");
    }

    /** Messages of others may quote anything: they stay out of sight. */
    private static String sentence(Exception failure) {
        return failure instanceof UsageException
                ? failure.getMessage()
                : "failed with " + failure.getClass().getName();
    }

    /** For {@code --version} of every program. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Program.class.getPackage().getImplementationVersion();
            return new String[] {"${COMMAND-FULL-NAME} " + (version == null ? "(not packaged)" : version)};
        }
    }
}
