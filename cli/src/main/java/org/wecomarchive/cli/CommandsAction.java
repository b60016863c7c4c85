package org.wecomarchive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wecomarchive.cli.commands.CommandJson;
import org.wecomarchive.cli.commands.CommandProgress;
import picocli.CommandLine;

/** {@code archivectl commands}: every command ever given, oldest first, one a line. */
@CommandLine.Command(
        name = "commands",
        mixinStandardHelpOptions = true,
        description =
                "Lists every command that was given, who gave it, and what came of it; skipped ranges stay for ever.")
final class CommandsAction implements Callable<Integer> {

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--json", description = "One JSON array in place of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Site site = Site.open(parent.config(), spec.commandLine().getErr())) {
            List<CommandProgress> commands = CommandProgress.of(site.commands().read());
            if (json) {
                out.println(CommandJson.of(commands));
            } else {
                commands.forEach(command -> out.println(command.line()));
            }
        }
        return ArchivectlMain.DONE;
    }
}
