package org.wecomarchive.recovery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record that WeCom's side does not give however often it is asked for. Its own seq is not known, only the one before it.
 *
 * <p><b>Shape.</b> The ingestor's task stops with a fatal exception of ours whose message is {@link #sentence}; Kafka Connect
 * shows it as the first line of the task's trace, and {@code archivectl skip} finds the seq there with {@link #in}:
 *
 * <pre>org.wecomarchive.ingestor.fetch.FatalIngestException: the first record after seq 119 crashes the library …</pre>
 *
 * @param after the last seq before it, at least 0
 */
public record UnfetchableRecord(long after) {

    private static final String BEGIN = "the first record after seq ";
    private static final Pattern TRACE =
            Pattern.compile("\\Aorg\\.wecomarchive\\.[\\w.]*\\.Fatal\\w*: " + BEGIN + "([0-9]{1,18}) ");

    public UnfetchableRecord {
        if (after < 0) {
            throw new IllegalArgumentException("after must not be negative: " + after);
        }
    }

    /**
     * What a task stops with.
     *
     * @param trouble what happens to the record and what to do about it, as a predicate: {@code crashes the library: …}
     */
    public String sentence(String trouble) {
        return BEGIN + after + " " + trouble
                + "; to go on without it, for ever: archivectl skip --connector <name> --corp <corp id> --through "
                + (after + 1) + " --why <text>, with a higher --through if that is not enough, for seqs have gaps";
    }

    /** The record that a task's trace names; empty where the task failed of something else. */
    public static Optional<UnfetchableRecord> in(String trace) {
        Matcher matcher = TRACE.matcher(trace);
        return matcher.find() ? Optional.of(new UnfetchableRecord(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
