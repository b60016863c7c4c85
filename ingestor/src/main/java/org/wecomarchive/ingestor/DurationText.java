package org.wecomarchive.ingestor;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Durations as configurations write them: a whole number and one of the units s, m, h, d; for example {@code 120h}. */
final class DurationText implements ConfigDef.Validator {

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final String ACCEPTED = "a whole number above 0 with a unit s, m, h or d, for example 120h";

    static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be " + ACCEPTED);
        }
        long count = Long.parseLong(matcher.group(1));
        if (count == 0) {
            throw new IllegalArgumentException("must be " + ACCEPTED);
        }
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    @Override
    public void ensureValid(String name, Object value) {
        try {
            parse((String) value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return ACCEPTED;
    }
}
