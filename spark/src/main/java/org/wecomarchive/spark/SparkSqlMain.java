package org.wecomarchive.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Spark SQL on standard input and output; Spark's settings are system properties.
 *
 * <p>Shape: a statement is one line. The answer is one line {@code row <JSON object>} for each row, then {@code done}; or one
 * line {@code failed <class>: <message>} alone. The first line says {@code ready}. Ends with its input.
 */
public final class SparkSqlMain {

    private SparkSqlMain() {}

    /** Runs until the end of the input. */
    public static void main(String[] args) throws IOException {
        BufferedReader statements = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            answers.println("ready");
            for (String line = statements.readLine(); line != null; line = statements.readLine()) {
                answer(spark, line, answers);
            }
        }
    }

    private static void answer(SparkSession spark, String statement, PrintStream answers) {
        List<String> rows;
        try {
            rows = spark.sql(statement).toJSON().collectAsList();
        } catch (Exception e) {
            // Spark throws checked exceptions of its own without declaring them.
            answers.println("failed " + e.toString().replaceAll("\\s+", " "));
            return;
        }
        rows.forEach(row -> answers.println("row " + row));
        answers.println("done");
    }
}
