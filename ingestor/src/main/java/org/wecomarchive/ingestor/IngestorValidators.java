package org.wecomarchive.ingestor;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.wecomarchive.ingestor.cursor.StartFrom;

/** What the values of single settings must look like; the sentences name what is accepted. */
final class IngestorValidators {

    static final ConfigDef.Validator CORP_ID = matching("[A-Za-z0-9_-]{1,64}", "letters, digits, _ and -, at most 64");

    static final ConfigDef.Validator TOPIC_PREFIX = matching(
            "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*", "letters, digits, _ and -, in parts separated by single dots");

    static final ConfigDef.Validator PROXY_URL = matching(
            "|(http|socks5)://[^/@\\s]+:[0-9]{1,5}",
            "empty, http://host:port or socks5://host:port, without credentials");

    static final ConfigDef.Validator SECRET = described("not empty", (name, value) -> {
        if (((Password) value).value().isEmpty()) {
            throw new ConfigException(name + " must not be empty");
        }
    });

    static final ConfigDef.Validator START_FROM = read("auto, oldest or a seq", StartFrom::new);

    private static final Pattern DURATION_SHAPE = Pattern.compile("(?=[0-9]{1,9}[smhd]$)0*[1-9].*");
    private static final String DURATION_ACCEPTED = "a whole number above 0 with a unit s, m, h or d, for example 120h";

    static final ConfigDef.Validator DURATION = read(DURATION_ACCEPTED, IngestorValidators::duration);

    private IngestorValidators() {}

    /** A duration as configurations write it: a whole number and one of the units s, m, h, d; for example {@code 120h}. */
    static Duration duration(String text) {
        if (!DURATION_SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("must be " + DURATION_ACCEPTED);
        }
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text);
    }

    /** @param reader throws an {@link IllegalArgumentException} for what it does not accept */
    private static ConfigDef.Validator read(String accepted, Consumer<String> reader) {
        return described(accepted, (name, value) -> {
            try {
                reader.accept((String) value);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(name, value, e.getMessage());
            }
        });
    }

    private static ConfigDef.Validator matching(String regex, String accepted) {
        Pattern pattern = Pattern.compile(regex);
        return described(accepted, (name, value) -> {
            if (!pattern.matcher((String) value).matches()) {
                throw new ConfigException(name + " must be " + accepted);
            }
        });
    }

    private static ConfigDef.Validator described(String accepted, ConfigDef.Validator check) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    // A missing required value is reported as such, once.
                    if (value != null) {
                        check.ensureValid(name, value);
                    }
                },
                () -> accepted);
    }
}
