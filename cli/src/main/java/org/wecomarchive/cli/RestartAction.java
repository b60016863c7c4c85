package org.wecomarchive.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.cli.connect.ConnectRest;
import org.wecomarchive.cli.connect.FailedParts;
import org.wecomarchive.cli.connect.NoAnswerException;
import org.wecomarchive.cli.connect.RefusedException;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.recovery.LogFormat;
import org.wecomarchive.recovery.Sleeper;
import picocli.CommandLine;

/** {@code archivectl restart}: what Kafka Connect never does by itself. */
@CommandLine.Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Restarts connectors and tasks of this pipeline that have failed, as Kafka Connect never does by itself, except those"
                    + " that failed for good: these would only fail again, and are named.",
            "With --every it runs until it is ended, and says what it does when it does it."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:nothing had failed, or it was restarted",
            "1:something has failed for good or could not be restarted, each in a line",
            ExitCodes.WRONG,
            "3:Connect did not answer in time: give the command again"
        })
final class RestartAction implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(RestartAction.class);

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Looks again after so many seconds, until it is ended: for a service beside the workers.")
    private Optional<Long> every;

    @Override
    public Integer call() throws IOException, RefusedException, InterruptedException {
        if (every.isPresent() && every.get() < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--every: at least 1 second");
        }
        FailedParts failed =
                new FailedParts(new ConnectRest(Site.settings(parent.config()).connect(), Waiting.real()));
        if (every.isPresent()) {
            lookFor(failed, Duration.ofSeconds(every.get()));
        }
        print(failed.restart());
        return failed.left().isEmpty() ? ArchivectlMain.DONE : ArchivectlMain.FAILED;
    }

    private void lookFor(FailedParts failed, Duration pause) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                print(failed.restart());
            } catch (RefusedException | NoAnswerException e) {
                // All workers may be away: a service looks again.
                LogFormat.tell(spec.commandLine().getErr(), log, e.getMessage());
            }
            Sleeper.system().sleep(pause);
        }
    }

    private void print(List<String> lines) {
        lines.forEach(spec.commandLine().getOut()::println);
    }
}
