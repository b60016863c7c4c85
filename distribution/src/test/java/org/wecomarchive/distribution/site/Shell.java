package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Commands of root on the machine of the site. */
public final class Shell {

    private static final long MOST_MINUTES = 60;

    private Shell() {}

    /**
     * Runs commands to their end; their output goes to this program's.
     *
     * @throws IOException if one of them fails
     */
    public static void run(String commands) throws IOException, InterruptedException {
        Process bash = bash(commands, ProcessBuilder.Redirect.INHERIT);
        if (!bash.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || bash.exitValue() != 0) {
            bash.destroyForcibly();
            throw new IOException("a command of the site failed: "
                    + commands.lines().findFirst().orElse(""));
        }
    }

    /** Runs commands to their end and returns their output, whether they fail or not. */
    public static String output(String commands) throws IOException, InterruptedException {
        Process bash = bash(commands, ProcessBuilder.Redirect.PIPE);
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return output.strip();
    }

    private static Process bash(String commands, ProcessBuilder.Redirect output) throws IOException {
        Process bash = new ProcessBuilder("bash", "-euo", "pipefail")
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try (var in = bash.outputWriter(StandardCharsets.UTF_8)) {
            in.write(commands + "\n");
        }
        return bash;
    }
}
