package org.wecomarchive.elasticsearchserver.analysis;

import java.io.Reader;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.elasticsearch.index.analysis.CharFilterFactory;

/**
 * The character filters {@code mapping} and {@code pattern_replace}, which read their settings as those of a
 * distribution do.
 */
final class CharFilters {

    /** {@code source=>target}; in both {@code \\u0020} is a character, and blanks around them do not count. */
    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    private CharFilters() {}

    static CharFilterFactory mapping(String name, List<String> rules) {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            Matcher parts = RULE.matcher(rule);
            if (!parts.find()) {
                throw new IllegalArgumentException("not a mapping rule: " + rule);
            }
            map.add(unescaped(parts.group(1).trim()), unescaped(parts.group(2).trim()));
        }
        NormalizeCharMap built = map.build();
        return factory(name, text -> new MappingCharFilter(built, text));
    }

    static CharFilterFactory patternReplace(String name, Pattern pattern, String replacement) {
        return factory(name, text -> new PatternReplaceCharFilter(pattern, replacement, text));
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        escape -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
    }

    private static CharFilterFactory factory(String name, UnaryOperator<Reader> wrap) {
        return new CharFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reader create(Reader text) {
                return wrap.apply(text);
            }
        };
    }
}
