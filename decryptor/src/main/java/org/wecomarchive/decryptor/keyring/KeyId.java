package org.wecomarchive.decryptor.keyring;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key: a corp and the version of its public key ({@code publickey_ver}).
 *
 * @param corpId 1 to 64 letters, digits, underscores and hyphens, so that it is a plain file name
 * @param version at least 0
 */
public record KeyId(String corpId, long version) {

    private static final Pattern CORP_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern FILE_NAME = Pattern.compile("(0|[1-9][0-9]{0,17})\\.pem");

    public KeyId {
        if (!isCorpId(corpId)) {
            throw new IllegalArgumentException("not a corp id");
        }
        if (version < 0) {
            throw new IllegalArgumentException("version must not be negative: " + version);
        }
    }

    static boolean isCorpId(String text) {
        return CORP_ID.matcher(text).matches();
    }

    /** The key that a file of this name in the corp's directory holds, such as {@code 3.pem}; empty for other names. */
    static Optional<KeyId> ofFile(String corpId, String fileName) {
        Matcher matcher = FILE_NAME.matcher(fileName);
        return matcher.matches() ? Optional.of(new KeyId(corpId, Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
