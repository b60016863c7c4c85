package org.wecomarchive.quickstart.search;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.wecomarchive.quickstart.screen.DisplayWidth;

/** Hits as lines for people: {@code 2026-11-21 09:30  zhangsan  in room:wr1  text  …}. */
public final class HitLines {

    private static final int TEXT_COLUMNS = 100;

    private final DateTimeFormatter minutes;

    /** @param zone in which times are shown */
    public HitLines(ZoneId zone) {
        minutes = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(zone);
    }

    /** For each hit a line that says when, who and where, and one with its text if it has any. */
    public List<String> of(Hits hits) {
        return hits.first().stream()
                .flatMap(hit -> Stream.of(head(hit), text(hit)))
                .filter(line -> !line.isBlank())
                .toList();
    }

    private String head(Hit hit) {
        String recalled = hit.recalledAt()
                .map(moment -> "  recalled " + minutes.format(moment))
                .orElse("");
        String line = time(hit.sentAt()) + "  " + hit.sender().orElse("-") + "  in " + hit.conversationId() + "  "
                + hit.msgType() + recalled + (hit.damaged() ? "  damaged" : "");
        return DisplayWidth.oneLine(line, Integer.MAX_VALUE);
    }

    private String time(Optional<Instant> moment) {
        return moment.map(minutes::format).orElse("undated");
    }

    private static String text(Hit hit) {
        return "    " + DisplayWidth.oneLine(String.join(" … ", hit.pieces()), TEXT_COLUMNS);
    }
}
