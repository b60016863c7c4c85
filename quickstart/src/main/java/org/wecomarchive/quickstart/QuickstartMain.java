package org.wecomarchive.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Main of {@code bin/quickstart}.
 *
 * <p>Exit codes: 0 the books balance, 1 they do not or something failed, 2 the command line or the directory cannot be used.
 * System properties: {@code quickstart.home}, the checkout; {@code quickstart.screen}, {@code terminal} where standard output
 * is one.
 */
public final class QuickstartMain {

    private static final int BALANCED = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final long ORDERLY_END_SECONDS = 30;

    private QuickstartMain() {}

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitOrderlyEnd(interrupted, finished)));
        int code;
        try {
            code = run(List.of(arguments), out, interrupted);
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

    private static int run(List<String> arguments, PrintStream out, CountDownLatch interrupted) {
        try {
            Optional<Options> options = OptionParser.parse(arguments);
            if (options.isEmpty()) {
                out.print(OptionParser.HELP);
                return BALANCED;
            }
            return run(options.get(), out, interrupted) ? BALANCED : FAILED;
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            return UNUSABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (Exception e) {
            // Its message may quote anything: it stays out of sight.
            System.err.println("The quickstart failed with " + e.getClass().getSimpleName() + "; the log says where.");
            Failure.log(e);
            return FAILED;
        }
    }

    private static boolean run(Options options, PrintStream out, CountDownLatch interrupted) throws Exception {
        Path topicsYaml = Path.of(System.getProperty("quickstart.home", "."), "deploy", "topics.yaml");
        Progress.Screen screen = System.getProperty("quickstart.screen", "file").equals("terminal")
                ? Progress.Screen.TERMINAL
                : Progress.Screen.FILE;
        try (Workspace workspace = Workspace.open(options.dir())) {
            LogFile.open(workspace.logs());
            LastRun.here().remember(workspace.root());
            Thread.setDefaultUncaughtExceptionHandler(Failure::log);
            return new Quickstart(options, workspace, out, Clock.systemUTC(), interrupted).run(topicsYaml, screen);
        }
    }
}
