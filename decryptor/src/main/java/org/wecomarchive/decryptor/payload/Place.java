package org.wecomarchive.decryptor.payload;

/**
 * Where a value stands in a message; becomes a JSON path such as {@code $.mixed.item[1].content} when asked for. Names
 * are cut after {@value #MAX_NAME} characters: many files below one endless name must not fill the memory.
 */
sealed interface Place {

    int MAX_NAME = 64;

    /** The message itself. */
    static Place root() {
        return new Root();
    }

    /** Adds the path to a text. */
    void appendTo(StringBuilder path);

    /** As long to make as the path is. */
    default String path() {
        StringBuilder path = new StringBuilder();
        appendTo(path);
        return path.toString();
    }

    default Place field(String name) {
        return new Field(this, name);
    }

    default Place element(int index) {
        return new Element(this, index);
    }

    /** The message. */
    record Root() implements Place {

        @Override
        public void appendTo(StringBuilder path) {
            path.append('$');
        }
    }

    /** A field of an object. */
    record Field(Place parent, String name) implements Place {

        @Override
        public void appendTo(StringBuilder path) {
            parent.appendTo(path);
            String shown = shown();
            if (isPlain(shown)) {
                path.append('.').append(shown);
            } else {
                path.append("['").append(escaped(shown)).append("']");
            }
        }

        private String shown() {
            if (name.length() <= MAX_NAME) {
                return name;
            }
            // Never between the halves of a surrogate pair.
            int end = Character.isHighSurrogate(name.charAt(MAX_NAME - 1)) ? MAX_NAME - 1 : MAX_NAME;
            return name.substring(0, end) + "…";
        }

        private static boolean isPlain(String name) {
            return !name.isEmpty() && name.chars().allMatch(Field::isPlain);
        }

        private static boolean isPlain(int c) {
            return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        private static String escaped(String name) {
            return name.replace("\\", "\\\\").replace("'", "\\'");
        }
    }

    /** An element of an array. */
    record Element(Place parent, int index) implements Place {

        @Override
        public void appendTo(StringBuilder path) {
            parent.appendTo(path);
            path.append('[').append(index).append(']');
        }
    }
}
