package org.wecomarchive.recovery;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;

/**
 * How a program of ours writes its log: {@code log.format}, lines of text or one JSON object a line.
 *
 * <p>The choice is a system property of the same name, because loggers are there before any settings.
 */
public final class LogFormat {

    /** The setting, and the system property. */
    public static final String KEY = "log.format";

    private static final String TEXT = "text";
    private static final String JSON = "json";

    private LogFormat() {}

    /** Adds the setting to a program's table. */
    public static ConfigDef define(ConfigDef table) {
        return table.define(
                KEY,
                ConfigDef.Type.STRING,
                TEXT,
                ConfigDef.ValidString.in(TEXT, JSON),
                ConfigDef.Importance.LOW,
                "Lines of the log: text, or json for one JSON object a line. Read before all other settings, so it cannot"
                        + " be a reference.");
    }

    /**
     * Has the log written as the settings say, from now on.
     *
     * @param settings as they are written: references are not resolved yet
     * @throws ConfigException for a value that is neither text nor json
     */
    public static void choose(Map<String, String> settings) {
        String format = settings.getOrDefault(KEY, TEXT);
        if (!List.of(TEXT, JSON).contains(format)) {
            throw new ConfigException(KEY + " is " + TEXT + " or " + JSON);
        }
        System.setProperty(KEY, format);
    }

    /** Whether lines are JSON objects. */
    static boolean isJson() {
        return JSON.equals(System.getProperty(KEY));
    }

    /** Tells the user of a failure: as a line of the log where that is JSON, since a collector reads both outputs. */
    public static void tell(PrintWriter err, Logger log, String sentence) {
        if (isJson()) {
            log.error(sentence);
        } else {
            err.println(sentence);
        }
    }
}
