package org.wecomarchive.sinkiceberg.catalog;

import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** What single settings accept. */
final class CatalogValidators {

    static final Validator TYPE = ValidString.in(
            Arrays.stream(CatalogType.values()).map(CatalogType::word).toArray(String[]::new));

    static final Validator URL =
            LambdaValidator.with(CatalogValidators::ensureNoSecret, () -> "a URL without user and password");

    static final Validator NAMESPACE = LambdaValidator.with(
            (name, value) -> {
                if (!String.valueOf(value).matches("[\\p{L}\\p{N}_-]+(\\.[\\p{L}\\p{N}_-]+)*")) {
                    throw new ConfigException(
                            name + " must be letters, digits, _ and -, in levels separated by single dots");
                }
            },
            () -> "letters, digits, _ and -, in levels separated by single dots");

    private CatalogValidators() {}

    private static void ensureNoSecret(String name, Object value) {
        String url = String.valueOf(value).toLowerCase(Locale.ROOT);
        if (url.contains("password=") || url.contains("@")) {
            throw new ConfigException(name + " must hold no user and no password: they belong into "
                    + CatalogConfig.USER + " and " + CatalogConfig.PASSWORD);
        }
    }
}
