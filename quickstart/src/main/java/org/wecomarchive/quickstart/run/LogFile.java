package org.wecomarchive.quickstart.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends what is logged to a file, so that the screen is for the user. To be called before anything logs. */
public final class LogFile {

    private LogFile() {}

    public static void open(Path logs) throws IOException {
        Files.createDirectories(logs);
        set("logFile", logs.resolve("quickstart.log").toString());
        set("defaultLogLevel", "warn");
        set("log.org.wecomarchive", "info");
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        // One JVM holds the clients of a whole site, and JMX takes each name once.
        set("log.org.apache.kafka.common.utils.AppInfoParser", "error");
        set("log.com.yammer.metrics.reporting", "error");
    }

    private static void set(String name, String value) {
        System.setProperty("org.slf4j.simpleLogger." + name, value);
    }
}
