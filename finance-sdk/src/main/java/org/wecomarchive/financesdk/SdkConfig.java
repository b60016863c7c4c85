package org.wecomarchive.financesdk;

import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings under {@code sdk.*}, the same for every application that uses the library. */
public final class SdkConfig {

    public static final String LIBRARY = "sdk.library";
    public static final String ISOLATION = "sdk.isolation";
    public static final String DECRYPT_TIMEOUT_MS = "sdk.decrypt.timeout.ms";

    private SdkConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        LIBRARY,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.HIGH,
                        "Path of the vendor's libWeWorkFinanceSdk_C.so, or the address of another library such as"
                                + " simulator:<host>:<port>.")
                .define(
                        ISOLATION,
                        ConfigDef.Type.STRING,
                        "process",
                        ConfigDef.ValidString.in("process", "none"),
                        ConfigDef.Importance.MEDIUM,
                        "Where the library runs: process gives it a child process, so that its crash costs one restart;"
                                + " none loads it into this JVM, which then ends with it.")
                .define(
                        DECRYPT_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        2000L,
                        ConfigDef.Range.between(10, 60_000),
                        ConfigDef.Importance.LOW,
                        "Time after which a payload decryption is taken for hung and the library's process is replaced;"
                                + " keep it at 2000 or less inside Kafka Streams.");
    }

    /** Reads the keys that {@link #define} added. */
    public static SdkSettings settings(AbstractConfig config) {
        return new SdkSettings(
                config.getString(LIBRARY),
                SdkSettings.Isolation.valueOf(config.getString(ISOLATION).toUpperCase(Locale.ROOT)),
                Duration.ofMillis(config.getLong(DECRYPT_TIMEOUT_MS)));
    }
}
