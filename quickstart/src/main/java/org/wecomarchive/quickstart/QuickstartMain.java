package org.wecomarchive.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.wecomarchive.quickstart.run.FailureLog;
import org.wecomarchive.quickstart.run.LogFile;
import org.wecomarchive.quickstart.run.Stopping;
import org.wecomarchive.quickstart.run.UsageException;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.recovery.RedactedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Main of {@code bin/quickstart}.
 *
 * <p>Exit codes: 0 the books balance and nothing waits for anybody, 1 they do not, something waits or something failed, 2 the
 * command line or the directory cannot be used, 130 and 143 ended by Ctrl-C and SIGTERM.
 * System properties: {@code quickstart.home}, the checkout; {@code quickstart.screen}, {@code terminal} where standard output
 * is one.
 */
@Command(
        name = "bin/quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Program.Version.class,
        description = {
            "Starts Kafka, a schema registry, Elasticsearch, Kafka Connect with the ingestor and the sinks, the"
                    + " decryptor and a simulated WeCom tenant behind a C library with the vendor's functions, on this"
                    + " machine and on 127.0.0.1 only.",
            "bin/search and bin/sql ask what it has stored, while it runs and afterwards."
        })
public final class QuickstartMain implements Callable<Integer> {

    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;

    private final Screen screen;
    private final Stopping stopping;

    @Mixin
    private CommandOptions options;

    private QuickstartMain(Screen screen, Stopping stopping) {
        this.screen = screen;
        this.stopping = stopping;
    }

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) {
        Screen.Kind kind = System.getProperty("quickstart.screen", "file").equals("terminal")
                ? Screen.Kind.TERMINAL
                : Screen.Kind.FILE;
        Screen screen = new Screen(new FileOutputStream(FileDescriptor.out), kind, Clock.systemUTC());
        Stopping stopping = new Stopping(screen);
        Runtime.getRuntime().addShutdownHook(new Thread(stopping::atShutdown, "stopping"));
        int code;
        try (screen) {
            code = Program.run(new QuickstartMain(screen, stopping), arguments);
        } finally {
            stopping.finished();
        }
        System.exit(code);
    }

    @Override
    public Integer call() throws IOException, UsageException {
        Options wanted = options.checked();
        try (Workspace workspace = Workspace.open(wanted.dir())) {
            stopping.of(workspace);
            return run(wanted, workspace) ? SUCCEEDED : FAILED;
        }
    }

    private boolean run(Options wanted, Workspace workspace) throws IOException, UsageException {
        Path topicsYaml = Path.of(System.getProperty("quickstart.home", "."), "deploy", "topics.yaml");
        try {
            LogFile.open(workspace.logs());
            Thread.setDefaultUncaughtExceptionHandler(FailureLog::log);
            return new Quickstart(wanted, workspace, screen, Clock.systemUTC(), stopping).run(topicsYaml);
        } catch (UsageException e) {
            workspace.discardIfMade();
            throw e;
        } catch (Exception e) {
            if (!stopping.asked()) {
                screen.clear();
                workspace.keepLogs();
                System.err.println("The quickstart failed: " + RedactedException.sentence(e) + ".");
                System.err.println("The log is " + workspace.log() + ".");
                FailureLog.log(e);
            }
            return false;
        }
    }
}
