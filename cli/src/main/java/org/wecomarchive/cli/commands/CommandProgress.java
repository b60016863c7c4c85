package org.wecomarchive.cli.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;

/**
 * A command and the last word of each of its parts.
 *
 * @param parts progress, in any order; parts that nobody has begun are missing
 */
public record CommandProgress(Command command, List<Command> parts) {

    public CommandProgress {
        parts = List.copyOf(parts);
    }

    /** Every command that was ever given, oldest first. */
    public static List<CommandProgress> of(List<Command> records) {
        return records.stream()
                .filter(record -> record.getPart() == null)
                .map(command -> new CommandProgress(command, partsOf(command.getId(), records)))
                .toList();
    }

    private static List<Command> partsOf(String id, List<Command> records) {
        return records.stream()
                .filter(record -> record.getPart() != null && record.getId().equals(id))
                .toList();
    }

    /** Failed if any part is; completed when all are; else as far as any is. */
    public CommandState state() {
        if (command.getParts() == 0) {
            return state(command);
        }
        List<CommandState> states = parts.stream().map(CommandProgress::state).toList();
        boolean through = states.size() == command.getParts() && states.stream().allMatch(CommandState::isFinal);
        if (through) {
            return states.contains(CommandState.FAILED) ? CommandState.FAILED : CommandState.COMPLETED;
        }
        if (states.isEmpty()) {
            return CommandState.REQUESTED;
        }
        return states.stream().allMatch(state -> state == CommandState.ACCEPTED)
                ? CommandState.ACCEPTED
                : CommandState.IN_PROGRESS;
    }

    private static CommandState state(Command record) {
        return CommandState.of(record.getState()).orElse(CommandState.IN_PROGRESS);
    }

    /** One line: what it is, how far, and what came of it. */
    public String line() {
        String head = String.format(
                Locale.ROOT,
                "%s  %s  %s  %s  by %s",
                command.getId(),
                command.getRequestedAt(),
                command.getKind(),
                state().text(),
                command.getRequestedBy());
        String what = command.getKind().equals(CommandKind.SKIP.text()) ? skipped() : released();
        String why = command.getWhy() == null ? "" : "  why: " + command.getWhy();
        String failure = command.getFailure() == null ? "" : "  " + command.getFailure();
        return head + "  " + what + why + failure + failures();
    }

    private String skipped() {
        return String.format(
                Locale.ROOT,
                "corp=%s connector=%s %s=%d..%d",
                command.getCorpId(),
                command.getConnector(),
                state() == CommandState.FAILED ? "not-skipped" : "not-fetched",
                command.getSkippedFrom(),
                command.getSkippedThrough());
    }

    private String released() {
        return String.format(
                Locale.ROOT,
                "reason=%s corp=%s%s  %s",
                command.getReason(),
                command.getCorpId() == null ? "all" : command.getCorpId(),
                command.getSeqs().isEmpty() ? "" : " seqs=" + command.getSeqs(),
                outcomes().entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining(" ")));
    }

    /** Records of the outcomes so far, in the order of a line. */
    Map<String, Long> outcomes() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("events", sum(Command::getEvents));
        counts.put("parked", sum(Command::getParked));
        counts.put("dead-letters", sum(Command::getDeadLetters));
        counts.put("erased", sum(Command::getErased));
        return counts;
    }

    private String failures() {
        StringBuilder text = new StringBuilder();
        for (Command part : parts) {
            if (part.getFailure() != null) {
                text.append("  part ").append(part.getPart()).append(": ").append(part.getFailure());
            }
        }
        return text.toString();
    }

    private long sum(Function<Command, Long> count) {
        return parts.stream()
                .map(count)
                .mapToLong(value -> value == null ? 0 : value)
                .sum();
    }
}
