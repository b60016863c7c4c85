package org.wecomarchive.sinkiceberg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this plug-in, as the build wrote it beside the classes. */
final class PluginVersion {

    private PluginVersion() {}

    static String text() {
        try (InputStream resource = PluginVersion.class.getResourceAsStream("version.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("version.txt cannot be read from the plug-in", e);
        }
    }
}
