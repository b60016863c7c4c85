package org.wecomarchive.financesdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells whether a folder lies on a file system that is mounted {@code noexec}, from which the system loads no library. Java
 * libraries with native parts unpack these into the folder for temporary files first, and their own messages then blame
 * something else.
 *
 * <p>Source: <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>.
 */
public final class NoexecMount {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    private NoexecMount() {}

    /**
     * One sentence on what to do about it.
     *
     * @param folder absolute, need not exist
     * @param property of the JVM that names another folder
     * @return empty if libraries can be loaded from the folder, or nobody knows
     */
    public static Optional<String> remedy(Path folder, String property) {
        try {
            return remedy(folder.toRealPath(), property, Files.readAllLines(MOUNTS, StandardCharsets.UTF_8));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    static Optional<String> remedy(Path folder, String property, List<String> mounts) {
        Optional<String[]> mount = Optional.empty();
        for (String line : mounts) {
            String[] fields = line.split(" ", -1);
            // A later mount hides an earlier one at the same place.
            if (fields.length > OPTIONS
                    && folder.startsWith(point(fields))
                    && mount.filter(deeper ->
                                    point(deeper).getNameCount() > point(fields).getNameCount())
                            .isEmpty()) {
                mount = Optional.of(fields);
            }
        }
        return mount.filter(fields -> Arrays.asList(fields[OPTIONS].split(",")).contains("noexec"))
                .map(fields -> point(fields) + " is mounted noexec, so that no library can be loaded from " + folder
                        + ": mount it with exec, or set -D" + property + " to a folder that is");
    }

    private static Path point(String[] fields) {
        return Path.of(OCTAL.matcher(fields[MOUNT_POINT]).replaceAll(NoexecMount::character));
    }

    private static String character(MatchResult octal) {
        char character = (char) Integer.parseInt(octal.group(1), 8);
        return character == '\\' ? "\\\\\\\\" : String.valueOf(character);
    }
}
