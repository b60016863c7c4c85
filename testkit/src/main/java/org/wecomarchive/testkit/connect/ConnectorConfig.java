package org.wecomarchive.testkit.connect;

import java.util.Map;

/** Settings that all our connectors share. */
public final class ConnectorConfig {

    /** Keys and headers are text, values the bytes as they are. */
    public static final Map<String, String> CONVERTERS = Map.of(
            "key.converter", "org.apache.kafka.connect.storage.StringConverter",
            "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "header.converter", "org.apache.kafka.connect.storage.StringConverter");

    private ConnectorConfig() {}
}
