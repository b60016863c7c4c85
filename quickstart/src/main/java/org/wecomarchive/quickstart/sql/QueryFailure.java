package org.wecomarchive.quickstart.sql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's words about a query of which it saw one with a line before it and one behind it. */
final class QueryFailure {

    /** What the driver says first when a query fails before its first row. */
    private static final Pattern PREAMBLE =
            Pattern.compile("^Invalid Input Error: Attempting to execute an unsuccessful.*\\R?Error: ");

    private static final Pattern PLACE = Pattern.compile("LINE ([0-9]+): (.*)\\R( *)\\^");

    private QueryFailure() {}

    /** The same failure with the lines of the query as it was given. */
    static SQLException of(String query, SQLException failure) {
        String message = PREAMBLE.matcher(failure.getMessage()).replaceFirst("");
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return new SQLException(message, failure.getSQLState());
        }
        int line = Integer.parseInt(place.group(1)) - 1;
        if (line > query.lines().count()) {
            return new SQLException(
                    "Parser Error: syntax error at the end of the query: it is empty, or a parenthesis or quote is missing or"
                            + " one too many",
                    failure.getSQLState());
        }
        int narrower = place.group(1).length() - Integer.toString(line).length();
        String here = "LINE " + line + ": " + place.group(2) + System.lineSeparator()
                + place.group(3).substring(narrower) + "^";
        return new SQLException(
                new StringBuilder(message)
                        .replace(place.start(), place.end(), here)
                        .toString(),
                failure.getSQLState());
    }
}
