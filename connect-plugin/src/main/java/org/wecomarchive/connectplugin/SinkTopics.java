package org.wecomarchive.connectplugin;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wecomarchive.schemas.Topics;

/** What the names of a sink's topics tell about their records; a name that is not of the pipeline's form tells nothing. */
public final class SinkTopics {

    public static final String TOPICS = "topics";

    private static final Topics ANY = new Topics("any");
    private static final Pattern NAME = Pattern.compile(".*\\.([a-z-]+)\\.v1");
    private static final Set<String> KINDS = Set.of(
                    ANY.raw(),
                    ANY.events(),
                    ANY.parked(),
                    ANY.deadLetters(),
                    ANY.gaps(),
                    ANY.calls(),
                    ANY.erasures(),
                    ANY.erased(),
                    ANY.commands())
            .stream()
            .map(SinkTopics::kind)
            .collect(Collectors.toUnmodifiableSet());

    private SinkTopics() {}

    /**
     * Refuses topics that hold other records.
     *
     * @param kind in the names of the topics that fit, for example {@code events}
     * @param whose names what wants them, for the sentence
     */
    public static Map<String, String> refusals(Map<String, String> settings, String kind, String whose) {
        return Arrays.stream(settings.getOrDefault(TOPICS, "").split(","))
                .map(String::strip)
                .filter(topic -> KINDS.contains(kind(topic)) && !kind(topic).equals(kind))
                .findFirst()
                .map(topic -> Map.of(
                        TOPICS,
                        TOPICS + " names " + topic + ", which holds other records than " + whose + " takes: those of"
                                + " <prefix>." + kind + ".v1."))
                .orElse(Map.of());
    }

    private static String kind(String topic) {
        Matcher name = NAME.matcher(topic);
        return name.matches() ? name.group(1) : "";
    }
}
