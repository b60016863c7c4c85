package org.wecomarchive.quickstart.report;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.wecomarchive.quickstart.books.Books;
import org.wecomarchive.quickstart.books.StoreCounts;
import org.wecomarchive.quickstart.faults.FaultReport;
import org.wecomarchive.quickstart.health.Health;
import org.wecomarchive.quickstart.pipeline.PipelineSettings;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.testkit.ledger.Balance;

/** What the user is told once every record has its outcome. */
public final class Summary {

    private final PrintStream out;

    public Summary(PrintStream out) {
        this.out = out;
    }

    public void outcome(Books outcome) {
        Balance balance = outcome.balance();
        out.printf(
                Locale.ROOT,
                "%nOf %d records, %d are events, %d parked, %d dead letters; %d duplicates, %d out of order: %s.%n",
                outcome.source(),
                balance.events(),
                balance.parked(),
                balance.deadLetters(),
                balance.duplicates(),
                balance.outOfOrder(),
                verdict(outcome));
        outcome.stored().counts().flatMap(StoreCounts::sentence).ifPresent(out::println);
        if (balance.withoutOutcome() > 0) {
            out.printf(Locale.ROOT, "%d fetched records have no outcome yet.%n", balance.withoutOutcome());
        }
        out.printf(
                Locale.ROOT,
                "This run fetched %d records; from the first fetch to the last outcome it took %.1f s.%n",
                outcome.fetched(),
                outcome.seconds());
    }

    private static String verdict(Books outcome) {
        if (!outcome.booksBalance()) {
            return "THE BOOKS DO NOT BALANCE";
        }
        return outcome.balanced() ? "the books balance" : "WECOM HAS NOT SAID THAT THIS IS ALL";
    }

    /** What is wrong, and what to do. */
    public void troubles(Health health) {
        health.troubles()
                .forEach(trouble -> out.println(
                        (trouble.records() > 0 ? trouble.records() + " parked: " : "") + trouble.sentence()));
    }

    public void faults(FaultReport verdict) {
        out.println("\nWhat went wrong, and how often: "
                + verdict.happened().entrySet().stream()
                        .map(fault -> fault.getKey() + " " + fault.getValue())
                        .collect(Collectors.joining(", "))
                + ".");
        if (!verdict.missing().isEmpty()) {
            out.println("PLANNED AND NEVER HAPPENED: " + String.join(", ", verdict.missing()) + ".");
        }
        if (!verdict.otherwise().isEmpty()) {
            out.println("RECORDS THAT BECAME SOMETHING ELSE than the tenant meant, some of their seqs: "
                    + verdict.otherwise() + ".");
        }
    }

    public void types(EventDigest digest) {
        String types = digest.types().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(type -> type.getKey() + " " + type.getValue())
                .collect(Collectors.joining(", "));
        out.println(types.isEmpty() ? "\nThere is no event." : "\nEvents by type: " + types);
    }

    public void conversations(EventDigest digest) {
        digest.conversations().forEach((conversation, lines) -> {
            out.println("\n" + conversation);
            lines.forEach(line -> out.println("  " + line));
        });
    }

    public void howToLook(PipelineSettings settings, Workspace workspace) {
        out.println("\nLook at the topics with kcat, at the first three records of each here:");
        String kcat =
                "  kcat -C -q -b " + settings.bootstrapServers() + " -X isolation.level=read_committed -o beginning -e";
        out.println(kcat + " -t " + settings.topics().raw() + " -c 3 -J");
        out.println(kcat + " -t " + settings.topics().events()
                + " -c 3 -f '%R%s' | python3 docs/examples/decode_events.py " + settings.registryUrl());
        out.println("Logs are in " + workspace.logs() + ".");
    }
}
