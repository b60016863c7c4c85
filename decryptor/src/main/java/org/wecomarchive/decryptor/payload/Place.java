package org.wecomarchive.decryptor.payload;

/** Where a value stands in a message; becomes a JSON path such as {@code $.mixed.item[1].content} when asked for. */
sealed interface Place {

    /** The message itself. */
    static Place root() {
        return new Root();
    }

    String path();

    default Place field(String name) {
        return new Field(this, name);
    }

    default Place element(int index) {
        return new Element(this, index);
    }

    /** The message. */
    record Root() implements Place {

        @Override
        public String path() {
            return "$";
        }
    }

    /** A field of an object. */
    record Field(Place parent, String name) implements Place {

        @Override
        public String path() {
            return parent.path() + (isPlain() ? "." + name : "['" + escaped() + "']");
        }

        private boolean isPlain() {
            return !name.isEmpty() && name.chars().allMatch(Field::isPlain);
        }

        private static boolean isPlain(int c) {
            return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        private String escaped() {
            return name.replace("\\", "\\\\").replace("'", "\\'");
        }
    }

    /** An element of an array. */
    record Element(Place parent, int index) implements Place {

        @Override
        public String path() {
            return parent.path() + "[" + index + "]";
        }
    }
}
