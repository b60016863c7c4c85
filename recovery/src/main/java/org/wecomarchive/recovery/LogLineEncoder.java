package org.wecomarchive.recovery;

import static ch.qos.logback.core.encoder.JsonEscapeUtil.jsonEscapeString;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Encoder of Logback: lines of its pattern, or one JSON object a line where {@link LogFormat} says so.
 *
 * <p><b>Shape.</b> {@code {"time":"2026-01-31T12:00:00.123Z","level":"WARN","logger":"…","thread":"…","host":"…","message":"…"}}, all
 * texts, in UTF-8. The coordinates of the record in hand follow by their names (topic, partition, offset, seq). Where an exception
 * was logged, {@code cause} is its type and those of its causes, joined by {@code by}: never a message of theirs, which may quote a
 * record or a secret, and no stack frames.
 */
public final class LogLineEncoder extends PatternLayoutEncoder {

    private String host = "";

    /** Called by Logback for the element of this name. */
    public void setHost(String host) {
        this.host = host;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return LogFormat.isJson() ? json(event).getBytes(StandardCharsets.UTF_8) : super.encode(event);
    }

    private String json(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", event.getInstant().toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("host", host);
        fields.put("message", event.getFormattedMessage());
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        if (event.getThrowableProxy() != null) {
            fields.put("cause", types(event.getThrowableProxy()));
        }
        StringJoiner line = new StringJoiner(",", "{", "}\n");
        fields.forEach((name, value) ->
                line.add('"' + jsonEscapeString(name) + "\":\"" + jsonEscapeString(value == null ? "" : value) + '"'));
        return line.toString();
    }

    private static String types(IThrowableProxy failure) {
        StringJoiner types = new StringJoiner(" by ");
        Set<IThrowableProxy> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (IThrowableProxy one = failure; one != null && seen.add(one); one = one.getCause()) {
            // The message of a copy is the type of what it copies.
            types.add(
                    one instanceof ThrowableProxy proxy && proxy.getThrowable() instanceof RedactedException
                            ? one.getMessage()
                            : one.getClassName());
        }
        return types.toString();
    }
}
