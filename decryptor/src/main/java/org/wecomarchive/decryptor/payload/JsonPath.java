package org.wecomarchive.decryptor.payload;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where a value stands in a message; becomes a JSON path such as {@code $.mixed.item[1].content} when asked for. Names
 * are cut after {@value #MAX_NAME} characters: many files below one endless name must not fill the memory.
 *
 * @param steps adds the path to a text
 */
record JsonPath(Consumer<StringBuilder> steps) {

    static final int MAX_NAME = 64;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+");

    /** The message itself. */
    static JsonPath root() {
        return new JsonPath(path -> path.append('$'));
    }

    JsonPath field(String name) {
        return new JsonPath(path -> {
            steps.accept(path);
            path.append(step(shown(name)));
        });
    }

    JsonPath element(int index) {
        return new JsonPath(path -> {
            steps.accept(path);
            path.append('[').append(index).append(']');
        });
    }

    /** As long to make as the path is. */
    String path() {
        StringBuilder path = new StringBuilder();
        steps.accept(path);
        return path.toString();
    }

    private static String step(String name) {
        return PLAIN.matcher(name).matches()
                ? "." + name
                : "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }

    private static String shown(String name) {
        if (name.length() <= MAX_NAME) {
            return name;
        }
        // Never between the halves of a surrogate pair.
        int end = Character.isHighSurrogate(name.charAt(MAX_NAME - 1)) ? MAX_NAME - 1 : MAX_NAME;
        return name.substring(0, end) + "…";
    }
}
