package org.wecomarchive.sinkelasticsearch.layout;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the indices below one prefix, which is itself the alias over all of them.
 *
 * <p>Shape: {@code wecom-archive-2026-11} (UTC month of {@code sent_at}), {@code wecom-archive-undated},
 * {@code wecom-archive-recalls}; template and alias {@code wecom-archive}; behind each index an alias for writing,
 * {@code wecom-archive-2026-11-write}.
 *
 * <p>A date is absurd if it is before 2016, when the archive did not exist, or more than a day after the message was
 * fetched. The moment of fetching decides and not the present one, so that an event has the same index in every replay.
 *
 * @param prefix lower-case letters, digits, {@code -} and {@code _}, starting with a letter
 */
public record IndexNames(String prefix) {

    /** The prefix that every default configuration uses. */
    public static final String DEFAULT_PREFIX = "wecom-archive";

    /** What a prefix looks like. */
    public static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_-]{0,99}");

    private static final Instant EARLIEST = Instant.parse("2016-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);

    public IndexNames {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not a prefix of index names: " + prefix);
        }
    }

    public String alias() {
        return prefix;
    }

    public String template() {
        return prefix;
    }

    public String pattern() {
        return prefix + "-*";
    }

    public String recalls() {
        return prefix + "-recalls";
    }

    /**
     * The alias that documents of an index are written through. A write through an alias never makes an index, whatever the
     * server's {@code action.auto_create_index} says.
     */
    public static String writeAlias(String index) {
        return index + "-write";
    }

    public String undated() {
        return prefix + "-undated";
    }

    /** The index of a message. */
    public String of(Optional<Instant> sentAt, Instant fetchedAt) {
        return sentAt.filter(moment -> isCredible(moment, fetchedAt))
                .map(moment -> of(month(moment)))
                .orElse(undated());
    }

    /**
     * Where the message of a recall is most likely: in the month of the recall, in the one before, or without a date.
     *
     * @param recalledAt when it was recalled; absent or absurd ones say nothing about the month
     */
    public List<String> ofRecalled(Optional<Instant> recalledAt, Instant now) {
        return recalledAt
                .filter(moment -> isCredible(moment, now))
                .map(IndexNames::month)
                .map(month -> List.of(of(month), of(month.minusMonths(1)), undated()))
                .orElse(List.of(undated()));
    }

    private static boolean isCredible(Instant moment, Instant fetchedAt) {
        return !moment.isBefore(EARLIEST) && !moment.isAfter(fetchedAt.plus(AHEAD));
    }

    private static YearMonth month(Instant moment) {
        return YearMonth.from(moment.atOffset(ZoneOffset.UTC));
    }

    private String of(YearMonth month) {
        return prefix + "-" + month;
    }
}
