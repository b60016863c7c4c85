package org.wecomarchive.quickstart.sql;

import java.util.List;

/** Takes a result, the names of its columns first, then row by row; an SQL NULL comes as the empty text. */
public interface RowOutput {

    void columns(List<String> names);

    void row(List<String> values);

    /** After the last row. */
    void end();
}
