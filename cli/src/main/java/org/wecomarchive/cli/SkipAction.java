package org.wecomarchive.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.wecomarchive.cli.commands.CommandProgress;
import org.wecomarchive.cli.connect.ConnectRest;
import org.wecomarchive.cli.connect.RefusedException;
import org.wecomarchive.cli.skip.RestConnector;
import org.wecomarchive.cli.skip.Skip;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.schemas.Command;
import picocli.CommandLine;

/** {@code archivectl skip}: lets a connector go on after records that crash the library whenever they are fetched. */
@CommandLine.Command(
        name = "skip",
        mixinStandardHelpOptions = true,
        description =
                "Lets a failed connector go on after records that cannot be fetched. They are lost to the archive: the range is"
                        + " recorded for ever before it is skipped. Killed half-way, give it again.")
final class SkipAction implements Callable<Integer> {

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--connector", required = true, description = "Name of the connector in Kafka Connect.")
    private String connector;

    @CommandLine.Option(names = "--corp", required = true, description = "Corp that it serves.")
    private String corp;

    @CommandLine.Option(names = "--through", required = true, description = "Last seq that is not fetched.")
    private long through;

    @CommandLine.Option(names = "--why", required = true, description = "Recorded with the command.")
    private String why;

    @Override
    public Integer call() throws IOException, RefusedException, InterruptedException {
        Waiting waiting = Waiting.real();
        try (Site site = Site.open(parent.config(), spec.commandLine().getErr())) {
            RestConnector rest = new RestConnector(new ConnectRest(site.config().connect(), waiting), connector);
            Skip skip = new Skip(rest, site.commands(), waiting, Clock.systemUTC());
            Command done = skip.run(
                    new Skip.Order("skip-" + UUID.randomUUID(), connector, corp, through, why, Site.operator()));
            spec.commandLine().getOut().println(new CommandProgress(done, List.of()).line());
        }
        return ArchivectlMain.DONE;
    }
}
