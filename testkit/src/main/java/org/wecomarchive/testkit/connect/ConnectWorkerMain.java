package org.wecomarchive.testkit.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;

/** Main of a worker process: runs until it is told to end or its parent is gone (end of file on standard input). */
final class ConnectWorkerMain {

    private ConnectWorkerMain() {}

    public static void main(String[] arguments) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        Connect<?> connect = new ConnectDistributed().startConnect(settings);
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        connect.stop();
        connect.awaitStop();
    }
}
