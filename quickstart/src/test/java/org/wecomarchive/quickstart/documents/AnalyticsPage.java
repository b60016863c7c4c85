package org.wecomarchive.quickstart.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The page docs/analytics.md.
 *
 * <p>Shape: under each heading of the second level one block {@code sql} for DuckDB; a block {@code sql spark} after it where Spark
 * needs another spelling.
 *
 * @param questions in the order of the page
 */
public record AnalyticsPage(List<Question> questions) {

    private static final Pattern QUESTION = Pattern.compile(
            "^## ([^\n]+)\n(?:(?!^## ).)*?^```sql\n(.*?)^```(?:\n\n```sql spark\n(.*?)^```)?",
            Pattern.DOTALL | Pattern.MULTILINE);

    /**
     * One of them.
     *
     * @param title its heading
     * @param sql its query for DuckDB
     * @param spark its query for Spark
     */
    public record Question(String title, String sql, String spark) {}

    public AnalyticsPage {
        questions = List.copyOf(questions);
    }

    /** The page of this checkout. */
    public static AnalyticsPage read() throws IOException {
        String text = Files.readString(Path.of("../docs/analytics.md"), StandardCharsets.UTF_8);
        return new AnalyticsPage(QUESTION.matcher(text)
                .results()
                .map(found -> new Question(
                        found.group(1),
                        found.group(2),
                        Optional.ofNullable(found.group(3)).orElse(found.group(2))))
                .toList());
    }
}
