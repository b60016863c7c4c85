package org.wecomarchive.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files with secrets that settings name, refused where every account of the machine may read or replace them. Files that are
 * not there are left to whoever opens them; symbolic links are followed.
 */
public final class SecretFiles {

    private static final Pattern NAMES_A_FILE =
            Pattern.compile("(.*\\.)?(ssl\\.keystore\\.location|kerberos\\.keytab|private\\.key\\.file)");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|directory):([^:}]+):([^}]+)}");
    private static final Pattern IS_A_SECRET = Pattern.compile(
            "(.*\\.)?(sasl\\.jaas\\.config|ssl\\.keystore\\.(password|key)|ssl\\.key\\.password|basic\\.auth\\.user\\.info"
                    + "|bearer\\.auth\\.token|bearer\\.auth\\.client\\.secret|connect\\.password)");
    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private SecretFiles() {}

    /** The settings that name key stores, key tabs and private keys, each with one sentence. */
    public static Map<String, String> refusals(Map<String, ?> settings) {
        Map<String, String> refused = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (NAMES_A_FILE.matcher(key).matches()) {
                refusal(String.valueOf(value)).ifPresent(end -> refused.put(key, key + " names " + end));
            }
        });
        return refused;
    }

    /**
     * The settings with <code>${file:PATH:KEY}</code> and <code>${directory:PATH:FILE}</code>, each with one sentence.
     *
     * @param settings as they are written
     */
    public static Map<String, String> refusalsOfReferences(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        settings.forEach((key, value) -> {
            Matcher reference = REFERENCE.matcher(value);
            while (reference.find()) {
                String file = reference.group(1).equals("file")
                        ? reference.group(2)
                        : reference.group(2) + "/" + reference.group(3);
                refusal(file).ifPresent(end -> refused.put(key, key + " refers to " + end));
            }
        });
        return refused;
    }

    /**
     * A sentence about the file of the settings themselves, if it holds a secret that it could refer to.
     *
     * @param settings as they are written
     */
    static Optional<String> refusalOfFile(Path file, Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> IS_A_SECRET.matcher(setting.getKey()).matches())
                .filter(setting -> !REFERENCE.matcher(setting.getValue()).find())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .flatMap(key -> refusal(file.toString()).map(end -> "with " + key + " in it, this is " + end));
    }

    private static Optional<String> refusal(String file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(Path.of(file));
            return OF_OTHERS.stream().noneMatch(permissions::contains)
                    ? Optional.empty()
                    : Optional.of("a file that every account of this machine can read or replace: " + file + " is "
                            + PosixFilePermissions.toString(permissions)
                            + "; take the rights of others away (chmod o-rwx)"
                            + ", or mount it with defaultMode 0440.");
        } catch (IOException | InvalidPathException | UnsupportedOperationException notToBeSeen) {
            return Optional.empty();
        }
    }
}
