package org.wecomarchive.quickstart.consuming;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page docs/consuming.md: written by hand, but for the blocks that are made from code.
 *
 * <p>Shape: such a block stands between {@code <!-- made from NAME -->} and {@code <!-- end -->}; an example that is only
 * checked follows {@code <!-- checked: NAME -->}.
 */
record ConsumingPage(String text) {

    private static final Pattern CODE = Pattern.compile("```\\w+\\n(.*?)```", Pattern.DOTALL);

    /** The page with this code in the block. */
    ConsumingPage with(String name, String language, String code) {
        String begin = "<!-- made from " + name + " -->\n";
        int start = indexOf(begin, 0) + begin.length();
        int end = indexOf("<!-- end -->", start);
        String fence = "\n```" + language + "\n" + code.strip() + "\n```\n\n";
        return new ConsumingPage(text.substring(0, start) + fence + text.substring(end));
    }

    /** The code of an example that is only checked. */
    String checked(String name) {
        Matcher code = CODE.matcher(text);
        if (!code.find(indexOf("<!-- checked: " + name + " -->", 0))) {
            throw new IllegalArgumentException("no code after " + name);
        }
        return code.group(1);
    }

    /** What follows {@code <qualifier>.} in code: columns or fields, the steps of a path divided by dots. */
    static List<String> columns(String code, String qualifier) {
        return Pattern.compile("\\b" + qualifier + "\\.`?([a-z_]+`?(?:\\.`?[a-z_]+`?)*)")
                .matcher(code)
                .results()
                .map(match -> match.group(1).replace("`", ""))
                .toList();
    }

    private int indexOf(String mark, int from) {
        int index = text.indexOf(mark, from);
        if (index < 0) {
            throw new IllegalArgumentException("the page lacks " + mark.strip());
        }
        return index;
    }
}
