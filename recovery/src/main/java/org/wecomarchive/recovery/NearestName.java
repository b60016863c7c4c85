package org.wecomarchive.recovery;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which of the known names a misspelt one most resembles, by Levenshtein's distance. */
public final class NearestName {

    private NearestName() {}

    /** The end of a sentence that refuses a name: {@code , the nearest is x}, or nothing where none is near. */
    public static String hint(Collection<String> known, String name) {
        return among(known, name).map(near -> ", the nearest is " + near).orElse("");
    }

    /**
     * Refuses names.
     *
     * @param whose the end of: is not a setting of
     * @return each of the unknown names with one sentence
     */
    public static Map<String, String> refusals(Set<String> unknown, String whose, Collection<String> known) {
        Map<String, String> refused = new TreeMap<>();
        unknown.forEach(name -> refused.put(name, name + " is not a setting of " + whose + hint(known, name) + "."));
        return refused;
    }

    /** The nearest, if not too much of it is different. */
    static Optional<String> among(Collection<String> known, String name) {
        int most = Math.max(2, name.length() / 4);
        return known.stream()
                .map(candidate -> new Candidate(candidate, distance(candidate, name)))
                .filter(candidate -> candidate.distance() <= most)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}

    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[other.length()];
    }
}
