package org.wecomarchive.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.wecomarchive.quickstart.run.LastRun;
import org.wecomarchive.quickstart.run.UsageException;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.quickstart.search.HitLines;
import org.wecomarchive.quickstart.search.Hits;
import org.wecomarchive.quickstart.search.SearchIndex;
import org.wecomarchive.sinkelasticsearch.query.ArchiveQuery;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Main of {@code bin/search}. Exit codes: 0 searched, whatever was found; 1 failed; 2 the command line cannot be used.
 *
 * <p>Where the quickstart runs it is asked; where it does not, Elasticsearch is started on the directory for the
 * question.
 */
@Command(
        name = "bin/search",
        mixinStandardHelpOptions = true,
        versionProvider = Program.Version.class,
        description = {
            "Searches the messages of a quickstart's directory, also while it runs.",
            "Finds what holds every word, exactly as written, inside of other words too; \"…\" keeps blanks together,",
            "and \\\" is a quotation mark."
        })
final class SearchMain implements Callable<Integer> {

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = "directory of bin/quickstart (default: that of the last run)")
    private Optional<Path> dir;

    @Option(names = "--by", paramLabel = "USER", description = "sent by this user id")
    private Optional<String> sender;

    @Option(names = "--in", paramLabel = "CONVERSATION", description = "in this conversation, such as room:wr…")
    private Optional<String> conversation;

    @Option(names = "--since", paramLabel = "DAY", description = "sent on this day or later, such as 2026-11-25")
    private Optional<LocalDate> since;

    @Option(names = "--until", paramLabel = "DAY", description = "sent on this day or earlier")
    private Optional<LocalDate> until;

    @Option(
            names = "--damaged",
            description = "only what has malformed bytes or broken escapes, shown as U+FFFD; the original bytes are in"
                    + " payload_bytes of the events (bin/sql)")
    private boolean damaged;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "Asia/Shanghai",
            description = "zone of days and times, such as UTC (default: ${DEFAULT-VALUE})")
    private ZoneId zone;

    @Option(names = "--most", paramLabel = "N", defaultValue = "20", description = "most messages shown (default: 20)")
    private int most;

    @Parameters(
            paramLabel = "WORDS",
            arity = "0..*",
            description = "what to find; nothing finds everything, latest first")
    private List<String> words = List.of();

    public static void main(String[] arguments) {
        System.exit(Program.run(new SearchMain(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        search(LastRun.here().directory(dir));
        return CommandLine.ExitCode.OK;
    }

    private void search(Path directory) throws IOException, InterruptedException, UsageException {
        if (!Files.exists(Workspace.search(directory))) {
            throw new UsageException("The run in " + directory + " has no search index.");
        }
        Optional<Workspace> ours = Workspace.openUnlessInUse(directory);
        if (ours.isEmpty()) {
            show(ElasticsearchServer.lastUrl(Workspace.search(directory)));
            return;
        }
        try (Workspace idle = ours.get();
                ElasticsearchServer server = ElasticsearchServer.start(idle.search())) {
            show(URI.create(server.url()));
        }
    }

    private void show(URI elasticsearch) throws IOException, InterruptedException {
        SearchIndex index = new SearchIndex(elasticsearch);
        Hits hits = index.find(query());
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(hits.total() + (hits.total() == 1 ? " message" : " messages"));
        index.closed().forEach(closed -> out.println("not searched, for it is closed: " + closed));
        new HitLines(zone).of(hits).forEach(out::println);
    }

    private ArchiveQuery query() {
        String typed = words.stream().map(SearchMain::asTyped).collect(Collectors.joining(" "));
        ArchiveQuery.Builder query = ArchiveQuery.words(typed).size(most);
        sender.ifPresent(query::sender);
        conversation.ifPresent(query::conversation);
        if (damaged) {
            query.damaged();
        }
        since.ifPresent(day -> query.from(day.atStartOfDay(zone).toInstant()));
        until.ifPresent(day -> query.until(day.plusDays(1).atStartOfDay(zone).toInstant()));
        return query.build();
    }

    /** A word with blanks in it was in quotes, which the shell has taken away. */
    private static String asTyped(String word) {
        boolean quoted = word.contains(" ") && !word.contains("\"");
        return quoted ? '"' + word + '"' : word;
    }
}
