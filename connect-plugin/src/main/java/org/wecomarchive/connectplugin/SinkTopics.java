package org.wecomarchive.connectplugin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wecomarchive.schemas.Topics;

/** What the names of a sink's topics tell about their records; a name that is not of the pipeline's form tells nothing. */
public final class SinkTopics {

    public static final String TOPICS = "topics";

    private static final Topics ANY = new Topics("any");
    private static final List<String> ENDINGS = Stream.of(
                    ANY.raw(),
                    ANY.events(),
                    ANY.parked(),
                    ANY.deadLetters(),
                    ANY.gaps(),
                    ANY.calls(),
                    ANY.erasures(),
                    ANY.erased(),
                    ANY.commands())
            .map(name -> name.substring(ANY.prefix().length()))
            .toList();

    private SinkTopics() {}

    /**
     * Refuses topics that hold other records.
     *
     * @param kind in the names of the topics that fit, for example {@code events}
     * @param whose names what wants them, for the sentence
     */
    public static Map<String, String> refusals(Map<String, String> settings, String kind, String whose) {
        String fits = "." + kind + ".v1";
        return Arrays.stream(settings.getOrDefault(TOPICS, "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.endsWith(fits) && ENDINGS.stream().anyMatch(topic::endsWith))
                .findFirst()
                .map(topic -> Map.of(
                        TOPICS,
                        TOPICS + " names " + topic + ", which holds other records than " + whose + " takes: those of"
                                + " <prefix>" + fits + "."))
                .orElse(Map.of());
    }
}
