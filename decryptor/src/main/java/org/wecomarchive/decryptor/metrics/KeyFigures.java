package org.wecomarchive.decryptor.metrics;

import java.util.List;
import java.util.Map;
import org.wecomarchive.decryptor.keyring.KeyRing;

/** What the metrics show of the private keys. */
public final class KeyFigures {

    private KeyFigures() {}

    public static List<Figure> of(KeyRing keys) {
        Map<String, String> provider = Map.of("provider", keys.provider().text());
        return List.of(
                new Figure("wecom_rsa_provider", "1 for the RSA provider in use", provider, () -> 1),
                Figure.of("wecom_key_files_usable", "private keys in use", keys::usableKeys),
                Figure.of("wecom_key_files_refused", "key files refused", keys::refusedFiles));
    }
}
