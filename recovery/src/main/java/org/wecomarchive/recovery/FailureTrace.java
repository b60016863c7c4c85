package org.wecomarchive.recovery;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exception classes in the stack trace of a failed task.
 *
 * <p>A failure is fatal, so that a restart could only repeat it, if one exception of the chain (the trace's first line or a
 * {@code Caused by:} line) is
 *
 * <ul>
 *   <li>Kafka's {@code ConfigException} with no {@code KafkaException} around it: with one, a client could not be made, which
 *       is also what happens while the names of the brokers do not resolve, or
 *   <li>a class of this project (package {@code org.wecomarchive}) whose simple name begins with {@code Fatal}.
 * </ul>
 *
 * <p>Everything else may heal: a JVM that stalled and lost its transaction, a broker or a registry away. No decision looks at a
 * message.
 *
 * @param exceptionClasses of the chain, the outermost first
 * @param sentence for people: the message of the first exception of this project, which quotes nothing; else the classes
 */
public record FailureTrace(List<String> exceptionClasses, String sentence) {

    private static final Pattern EXCEPTION = Pattern.compile("(?m)(?:\\A|^Caused by: )([\\w.$]+)");
    private static final Pattern OURS = Pattern.compile("(?m)(?:\\A|^Caused by: )org\\.wecomarchive\\.[\\w.$]+: (.+)$");
    private static final Pattern FATAL = Pattern.compile("org\\.wecomarchive\\.(.*[.$])?Fatal\\w*");
    private static final String NO_CLIENT = "org.apache.kafka.common.KafkaException";
    private static final String WRONG_SETTING = "org.apache.kafka.common.config.ConfigException";

    public FailureTrace {
        exceptionClasses = List.copyOf(exceptionClasses);
    }

    /** Of a trace as Kafka Connect shows it in the status of a connector or task. */
    public static FailureTrace of(String trace) {
        List<String> classes = EXCEPTION
                .matcher(trace)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        Matcher ours = OURS.matcher(trace);
        return new FailureTrace(classes, ours.find() ? ours.group(1).strip() : String.join(" by ", classes));
    }

    /** Whether a restart could only repeat it. */
    public boolean fatal() {
        return exceptionClasses.stream().anyMatch(name -> FATAL.matcher(name).matches())
                || exceptionClasses.stream()
                        .takeWhile(name -> !name.equals(NO_CLIENT))
                        .anyMatch(WRONG_SETTING::equals);
    }
}
