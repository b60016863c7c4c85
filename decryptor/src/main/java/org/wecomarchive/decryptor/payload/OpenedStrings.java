package org.wecomarchive.decryptor.payload;

import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * The JSON inside the strings of one message, each string parsed at most once. After {@value #MAX_FAILURES} strings
 * that looked like JSON and were not, the rest are left closed: a failed attempt is the one thing here that is not
 * cheap. For one thread.
 */
final class OpenedStrings {

    static final int MAX_FAILURES = 1_000;

    private final JsonReader reader;
    private final ValueBudget budget;
    private final IdentityHashMap<Json, Optional<Json>> opened = new IdentityHashMap<>(0);
    private int failures;
    private boolean damaged;

    OpenedStrings(JsonReader reader, ValueBudget budget) {
        this.reader = reader;
        this.budget = budget;
    }

    /** The object or array in a string; empty for any other value. */
    Optional<Json> open(Json json) {
        Optional<String> text = json.string().filter(JsonReader::mayOpen);
        return text.isEmpty() ? Optional.empty() : opened.computeIfAbsent(json, key -> attempt(text.get()));
    }

    /** The object or array in a string, any other value as it is. */
    Json openOrSame(Json json) {
        return open(json).orElse(json);
    }

    /** Whether the JSON of any string had broken escapes. */
    boolean damaged() {
        return damaged;
    }

    private Optional<Json> attempt(String text) {
        if (failures == MAX_FAILURES || budget.isSpent()) {
            return Optional.empty();
        }
        MendedText mended = MendedText.of(text);
        Optional<Json> json = reader.read(mended, budget);
        if (json.isEmpty()) {
            failures++;
        }
        damaged |= json.isPresent() && mended.isDamaged();
        return json;
    }
}
