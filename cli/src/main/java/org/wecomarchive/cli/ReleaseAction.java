package org.wecomarchive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.wecomarchive.cli.commands.CommandProgress;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;
import picocli.CommandLine;

/** {@code archivectl release}: has the decryptor try parked records again, each once. */
@CommandLine.Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description =
                "Has the decryptor try parked records again. What becomes an event is published once, as released; what"
                        + " fails stays parked.")
final class ReleaseAction implements Callable<Integer> {

    private static final Set<String> REASONS = Set.of("missing-key", "key-mismatch", "native-crash", "refused-for-now");

    @CommandLine.ParentCommand
    private ArchivectlMain parent;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--reason",
            required = true,
            description = "What they are parked for: missing-key, key-mismatch, native-crash or refused-for-now.")
    private String reason;

    @CommandLine.Option(names = "--corp", description = "Only records of this corp.")
    private Optional<String> corp;

    @CommandLine.Option(names = "--seq", description = "Only this record of the corp; may be given several times.")
    private List<Long> seqs = List.of();

    @CommandLine.Option(names = "--why", description = "Recorded with the command.")
    private Optional<String> why;

    @CommandLine.Option(
            names = "--wait",
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = "600",
            description = "Wait until it is done, at most so long; 600 without a number.")
    private Optional<Long> wait;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!REASONS.contains(reason)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--reason is one of " + REASONS);
        }
        if (!seqs.isEmpty() && corp.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--seq needs --corp");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Site site = Site.open(parent.config(), spec.commandLine().getErr())) {
            Command command = command(
                    site.commands().parkedPartitions(), Clock.systemUTC().instant());
            site.commands().write(command);
            out.println(command.getId() + " is recorded");
            return wait.isPresent() ? await(site, command.getId(), out) : ArchivectlMain.DONE;
        }
    }

    private int await(Site site, String id, PrintWriter out) throws InterruptedException {
        Duration atMost = Duration.ofSeconds(wait.orElseThrow());
        boolean done = Waiting.real().until(() -> progress(site, id).state().isFinal(), atMost);
        CommandProgress last = progress(site, id);
        out.println(last.line());
        if (!done) {
            return ArchivectlMain.NOT_IN_TIME;
        }
        return last.state() == CommandState.COMPLETED ? ArchivectlMain.DONE : ArchivectlMain.FAILED;
    }

    private static CommandProgress progress(Site site, String id) {
        return CommandProgress.of(site.commands().read()).stream()
                .filter(known -> known.command().getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Command command(int parts, Instant now) {
        return Command.newBuilder()
                .setId("release-" + UUID.randomUUID())
                .setKind(CommandKind.RELEASE.text())
                .setParts(parts)
                .setState(CommandState.REQUESTED.text())
                .setRequestedBy(Site.operator())
                .setRequestedAt(now)
                .setUpdatedAt(now)
                .setWhy(why.orElse(null))
                .setCorpId(corp.orElse(null))
                .setSeqs(seqs)
                .setReason(reason)
                .build();
    }
}
