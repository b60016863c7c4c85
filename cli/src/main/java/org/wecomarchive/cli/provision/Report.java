package org.wecomarchive.cli.provision;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found or done, one line each, or one JSON array. Not safe for use by several threads. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What became of a difference. */
    public enum State {
        /** Found by a comparison. */
        DIFFERS,
        /** It is now as wanted. */
        DONE,
        /** A dry run: it would be done, and Kafka was asked whether it may be, where Kafka can be asked. */
        PLANNED,
        /** It was tried, and refused. */
        FAILED,
        /** Not changed by this program. */
        LEFT,
        /** There, but in no file. */
        UNLISTED,
        /** As wanted; only listed where every subject has a line. */
        OK;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Line(State state, Difference difference) {}

    private final List<Line> lines = new ArrayList<>();

    /** A comparison: everything differs but what no file names. */
    public static Report of(Collection<Difference> differences) {
        Report report = new Report();
        differences.forEach(
                difference -> report.add(difference.isUnlisted() ? State.UNLISTED : State.DIFFERS, difference));
        return report;
    }

    void add(State state, Difference difference) {
        lines.add(new Line(state, difference));
    }

    /** Adds what is only reported, or is left to a person. */
    void addUntouched(Collection<Difference> differences) {
        differences.stream()
                .filter(difference -> !difference.isOurs())
                .forEach(difference -> add(difference.isUnlisted() ? State.UNLISTED : State.LEFT, difference));
    }

    List<Difference> done() {
        return lines.stream()
                .filter(line -> line.state() == State.DONE)
                .map(Line::difference)
                .toList();
    }

    /** Whether everything is as wanted now, or would be after a dry run. */
    public boolean isAsWanted() {
        return lines.stream()
                .map(Line::state)
                .noneMatch(state -> state == State.DIFFERS || state == State.FAILED || state == State.LEFT);
    }

    /** One line each, and one with how many there are. */
    public String text() {
        StringBuilder text = new StringBuilder();
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (Line line : lines) {
            text.append(text(line)).append(System.lineSeparator());
            counts.merge(line.state(), 1, Integer::sum);
        }
        List<String> sums = new ArrayList<>();
        counts.forEach((state, count) -> sums.add(count + " " + state.text()));
        return text.append(sums.isEmpty() ? "no differences" : String.join(", ", sums))
                .toString();
    }

    private static String text(Line line) {
        Difference difference = line.difference();
        String change = difference.wanted().map(wanted -> " -> " + wanted).orElse("");
        String note = difference.note().isEmpty() ? "" : "  (" + difference.note() + ")";
        return line.state().text() + "  " + difference.subject() + "  " + difference.what() + ": " + difference.is()
                + change + note;
    }

    /** One array on one line; what is empty is left out. */
    public String json() {
        ArrayNode array = JSON.createArrayNode();
        for (Line line : lines) {
            Difference difference = line.difference();
            ObjectNode json = array.addObject()
                    .put("state", line.state().text())
                    .put("subject", difference.subject())
                    .put("what", difference.what())
                    .put("is", difference.is());
            difference.wanted().ifPresent(wanted -> json.put("wanted", wanted));
            if (!difference.note().isEmpty()) {
                json.put("note", difference.note());
            }
        }
        return array.toString();
    }
}
