package org.wecomarchive.sinkelasticsearch;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;

/** What the values of single settings must look like; the sentences name what is accepted. */
final class SinkValidators {

    private static final Pattern ADDRESS =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?/?");
    private static final Pattern ANALYZER_NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    static final ConfigDef.Validator URLS =
            described("http://host:port or https://host:port, several separated by commas", (name, value) -> {
                List<?> urls = (List<?>) value;
                boolean accepted = !urls.isEmpty()
                        && urls.stream()
                                .allMatch(url -> ADDRESS.matcher(url.toString()).matches());
                if (!accepted) {
                    throw new ConfigException(
                            name + " must be http://host:port or https://host:port, without credentials");
                }
            });

    static final ConfigDef.Validator INDEX_PREFIX =
            described("lower-case letters, digits, - and _, starting with a letter, at most 100", (name, value) -> {
                if (!IndexNames.isPrefix((String) value)) {
                    throw new ConfigException(
                            name + " must be lower-case letters, digits, - and _, starting with a letter, at most 100");
                }
            });

    static final ConfigDef.Validator ANALYZER = described("the name of an analyzer", (name, value) -> {
        if (!ANALYZER_NAME.matcher((String) value).matches()) {
            throw new ConfigException(name + " must be the name of an analyzer: lower-case letters, digits and _");
        }
    });

    private SinkValidators() {}

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
