package org.wecomarchive.connectplugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of a plug-in, as the build wrote it beside the connector's class. */
public final class PluginVersion {

    private static final String RESOURCE = "version.txt";

    private PluginVersion() {}

    /**
     * The version of this connector.
     *
     * @throws IllegalStateException when the plug-in was packed without {@code version.txt}
     */
    public static String of(Class<?> connector) {
        try (InputStream resource = connector.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("there is no " + RESOURCE + " beside " + connector.getName());
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read from the plug-in", e);
        }
    }
}
