package org.wecomarchive.quickstart.consuming;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/**
 * The headers of the records of one topic, all UTF-8 text.
 *
 * @param required names that every record has
 * @param names all names
 * @param reasons words of {@code wecom-reason}
 */
record EventHeaders(List<String> required, List<String> names, List<String> reasons) {

    static final EventHeaders NONE = new EventHeaders(List.of(), List.of(), List.of());
    static final EventHeaders COMMON = new EventHeaders(commonNames(), commonNames(), List.of());
    static final EventHeaders PARKED =
            new EventHeaders(allNames(), allNames(), texts(ParkedReason.values(), ParkedReason::text));

    /** Not on what a task sends when it stops. */
    static final EventHeaders CALLS = new EventHeaders(List.of(), List.of(HeaderNames.CAUGHT_UP), List.of());

    /** The common ones only as far as the record had them or its bytes tell. */
    static final EventHeaders DEAD_LETTER =
            new EventHeaders(errorNames(), allNames(), texts(DeadLetterReason.values(), DeadLetterReason::text));

    EventHeaders {
        required = List.copyOf(required);
        names = List.copyOf(names);
        reasons = List.copyOf(reasons);
    }

    /** As JSON schema. */
    ObjectNode schema() {
        Map<String, String> meanings = meanings();
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        required.forEach(schema.putArray("required")::add);
        ObjectNode properties = schema.putObject("properties");
        for (String name : names) {
            ObjectNode property =
                    properties.putObject(name).put("type", "string").put("description", meanings.get(name));
            if (name.equals(HeaderNames.REASON)) {
                reasons.forEach(property.putArray("enum")::add);
            }
        }
        return schema;
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(HeaderNames.CORP, "Corp id.");
        meanings.put(HeaderNames.SEQ, "Seq in decimal digits, without padding.");
        meanings.put(HeaderNames.MSGID, "Message id.");
        meanings.put(HeaderNames.KEY_VERSION, "Version of the corp's RSA key in decimal digits.");
        meanings.put(
                HeaderNames.DELIVERY,
                "How the record came: " + String.join(", ", texts(Delivery.values(), Delivery::text))
                        + "; only live is in the order of seq. An open set.");
        meanings.put(
                HeaderNames.CAUGHT_UP,
                "Up to when everything sent to the corp was taken or is listed as a gap, in milliseconds since the epoch.");
        meanings.put(HeaderNames.REASON, "Why there is no event.");
        meanings.put(HeaderNames.ERROR_TOPIC, "Topic the record was read from.");
        meanings.put(HeaderNames.ERROR_PARTITION, "Partition the record was read from.");
        meanings.put(HeaderNames.ERROR_OFFSET, "Offset the record was read from.");
        meanings.put(
                HeaderNames.ERROR_STAGE,
                "Step that failed: " + String.join(", ", texts(Stage.values(), Stage::name)) + ".");
        meanings.put(HeaderNames.ERROR_CLASS, "Class of the exception.");
        return meanings;
    }

    private static List<String> commonNames() {
        return List.of(
                HeaderNames.CORP, HeaderNames.SEQ, HeaderNames.MSGID, HeaderNames.KEY_VERSION, HeaderNames.DELIVERY);
    }

    private static List<String> allNames() {
        return Stream.concat(commonNames().stream(), errorNames().stream()).toList();
    }

    private static List<String> errorNames() {
        return List.of(
                HeaderNames.REASON,
                HeaderNames.ERROR_TOPIC,
                HeaderNames.ERROR_PARTITION,
                HeaderNames.ERROR_OFFSET,
                HeaderNames.ERROR_STAGE,
                HeaderNames.ERROR_CLASS);
    }

    private static <E> List<String> texts(E[] values, Function<E, String> text) {
        return Arrays.stream(values).map(text).toList();
    }
}
