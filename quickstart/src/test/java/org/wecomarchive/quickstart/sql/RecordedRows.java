package org.wecomarchive.quickstart.sql;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given, the names of the columns first. */
public final class RecordedRows implements RowOutput {

    private final List<List<String>> lines = new ArrayList<>();

    @Override
    public void columns(List<String> names) {
        lines.add(names);
    }

    @Override
    public void row(List<String> values) {
        lines.add(values);
    }

    @Override
    public void end() {
        // The lines are all there is.
    }

    /** The names of the columns first. */
    public List<List<String>> lines() {
        return lines;
    }
}
