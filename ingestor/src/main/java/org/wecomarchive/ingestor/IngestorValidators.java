package org.wecomarchive.ingestor;

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

    static final ConfigDef.Validator START_FROM = described("auto, oldest or a seq", (name, value) -> {
        try {
            StartFrom.parse((String) value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    });

    private IngestorValidators() {}

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
