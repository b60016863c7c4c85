package org.wecomarchive.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** The files in {@code deploy} beside the program, and what is wrong with one. */
final class SiteFiles {

    /** Set by the scripts that start the program: the folder that {@code bin} and {@code deploy} are in. */
    private static final String HOME = "archivectl.home";

    private SiteFiles() {}

    /** Reads one file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Path file) throws IOException;
    }

    /**
     * Reads the file, or the one beside the program.
     *
     * @param name in {@code deploy}
     * @throws ConfigException when it is not there or not of its shape
     */
    static <T> T read(Optional<Path> given, String name, Reader<T> reader) {
        Path file = given.orElse(Path.of(System.getProperty(HOME, "."), "deploy", name));
        try {
            return reader.read(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    file + " is not there" + (given.isPresent() ? "" : ": name the file with --file FILE"));
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + line(e) + ": " + fault(e));
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String line(JsonProcessingException fault) {
        return fault.getLocation() == null
                ? ""
                : ", line " + fault.getLocation().getLineNr();
    }

    private static String fault(JsonProcessingException fault) {
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return "there is no field " + unknown.getPropertyName() + "; known are " + unknown.getKnownPropertyIds();
        }
        return fault.getCause() instanceof IllegalArgumentException refused
                ? refused.getMessage()
                : "is not of the shape that this file has (" + fault.getClass().getSimpleName() + ")";
    }
}
