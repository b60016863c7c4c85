package org.wecomarchive.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.recovery.RedactedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * Main of {@code bin/quickstart}.
 *
 * <p>Exit codes: 0 the books balance and nothing waits for anybody, 1 they do not, something waits or something failed, 2 the command line or the directory cannot be used.
 * System properties: {@code quickstart.home}, the checkout; {@code quickstart.screen}, {@code terminal} where standard output
 * is one.
 */
@Command(
        name = "bin/quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Program.Version.class,
        description = {
            "Starts Kafka, a schema registry, Elasticsearch, Kafka Connect with the ingestor and the sinks, the decryptor and"
                    + " a simulated WeCom tenant behind a C library with the vendor's functions, on this machine and on"
                    + " 127.0.0.1 only.",
            "bin/search and bin/sql ask what it has stored, while it runs and afterwards."
        })
public final class QuickstartMain implements Callable<Integer> {

    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final long ORDERLY_END_SECONDS = 30;

    private final CountDownLatch interrupted;

    @Mixin
    private CommandOptions options;

    private QuickstartMain(CountDownLatch interrupted) {
        this.interrupted = interrupted;
    }

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitOrderlyEnd(interrupted, finished)));
        int code;
        try {
            code = Program.run(new QuickstartMain(interrupted), arguments);
        } finally {
            finished.countDown();
        }
        System.exit(code);
    }

    private static void awaitOrderlyEnd(CountDownLatch interrupted, CountDownLatch finished) {
        interrupted.countDown();
        try {
            if (!finished.await(ORDERLY_END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Not all servers stopped in time; the next run repairs what they left open.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Integer call() throws UsageException {
        Screen.Kind kind = System.getProperty("quickstart.screen", "file").equals("terminal")
                ? Screen.Kind.TERMINAL
                : Screen.Kind.FILE;
        try (Screen screen = new Screen(new FileOutputStream(FileDescriptor.out), kind, Clock.systemUTC())) {
            return run(options.checked(), screen, interrupted) ? SUCCEEDED : FAILED;
        } catch (UsageException | ParameterException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (Exception e) {
            // Its message may quote anything: it stays out of sight.
            System.err.println("The quickstart failed: " + RedactedException.sentence(e) + "; the log says where.");
            Failure.log(e);
            return FAILED;
        }
    }

    private static boolean run(Options options, Screen screen, CountDownLatch interrupted) throws Exception {
        Path topicsYaml = Path.of(System.getProperty("quickstart.home", "."), "deploy", "topics.yaml");
        try (Workspace workspace = Workspace.open(options.dir())) {
            LogFile.open(workspace.logs());
            LastRun.here().remember(workspace.root());
            Thread.setDefaultUncaughtExceptionHandler(Failure::log);
            return new Quickstart(options, workspace, screen, Clock.systemUTC(), interrupted).run(topicsYaml);
        }
    }
}
