package org.wecomarchive.recovery;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.types.Password;

/**
 * References of config providers, such as <code>${env:NAME}</code>, that are still in a value: Kafka leaves them as they are
 * where nothing has that name or no provider has it, and the value would be taken for a path, a host or a password.
 */
public final class OpenReferences {

    private static final Pattern REFERENCE = Pattern.compile("(?s).*\\$\\{[A-Za-z0-9_-]+:[^}]*}.*");

    private OpenReferences() {}

    /**
     * The settings that hold one.
     *
     * @param settings after the providers have replaced what they know
     * @return each with one sentence that does not quote its value
     */
    public static Map<String, String> refusals(Map<String, ?> settings) {
        Map<String, String> refused = new TreeMap<>();
        settings.forEach((key, value) -> {
            String text = value instanceof Password password ? password.value() : String.valueOf(value);
            if (REFERENCE.matcher(text).matches()) {
                refused.put(
                        key,
                        key
                                + " still holds a reference ${provider:name} that nothing has replaced: the variable, file or"
                                + " key that it names is not there, or config.providers does not have its provider.");
            }
        });
        return refused;
    }
}
