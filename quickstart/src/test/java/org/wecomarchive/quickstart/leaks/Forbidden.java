package org.wecomarchive.quickstart.leaks;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Cipher;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/**
 * What must not be seen, each under a name that can be told: plaintext, which may stand in some places, and secrets, which may
 * stand in none. Texts are looked for in exactly the form in which they occur, as bytes.
 */
final class Forbidden {

    private static final String PLAINTEXT = "plaintext";
    private static final int SHORTEST_LINE = 16;
    private static final int MESSAGE_KEYS = 100;

    private final Map<String, List<String>> texts = new TreeMap<>();
    private final BitSet beginnings = new BitSet(1 << 16);

    /** The marker of messages, and whatever frames a private key. */
    Forbidden() {
        add(PLAINTEXT, SimulatedTenant.MARKER);
        add("frame of a private key", "PRIVATE KEY-----");
    }

    Forbidden add(String name, String text) {
        if (text.length() < 2) {
            throw new IllegalArgumentException("too short to be looked for: " + name);
        }
        texts.computeIfAbsent(name, none -> new ArrayList<>()).add(text);
        beginnings.set(beginning(text, 0));
        return this;
    }

    /** Each line of a key by itself: it is found in any frame, and in part. */
    Forbidden addPem(String name, String pem) {
        pem.lines()
                .filter(line -> !line.startsWith("-----") && line.length() >= SHORTEST_LINE)
                .forEach(line -> add(name, line));
        return this;
    }

    /** A tenant's secret, its private keys, also those that it withholds, and the keys of some of its messages. */
    Forbidden addTenant(SimulatedTenant tenant) {
        String corp = tenant.settings().corpId();
        add("secret of " + corp, tenant.settings().secret());
        int versions = tenant.settings().rotations().size() + 1;
        for (int version = 1; version <= versions; version++) {
            addPem("private key " + version + " of " + corp, tenant.privateKeyPem(version));
        }
        for (long index = 0; index < Math.min(MESSAGE_KEYS, tenant.size()); index++) {
            messageKey(tenant, tenant.record(tenant.seqOf(index))).ifPresent(key -> add("message key of " + corp, key));
        }
        return this;
    }

    /** The names of the secrets that a text holds, and of plaintext unless that may stand there. */
    Set<String> in(String content, Plaintext plaintext) {
        Set<String> found = new TreeSet<>();
        for (int at = 0; at + 1 < content.length(); at++) {
            if (beginnings.get(beginning(content, at))) {
                addWhatBegins(content, at, found);
            }
        }
        if (plaintext == Plaintext.ALLOWED) {
            found.remove(PLAINTEXT);
        }
        return found;
    }

    private void addWhatBegins(String content, int at, Set<String> found) {
        texts.forEach((name, forms) -> {
            if (forms.stream().anyMatch(form -> content.startsWith(form, at))) {
                found.add(name);
            }
        });
    }

    private static int beginning(String text, int at) {
        return (text.charAt(at) & 0xFF) << 8 | (text.charAt(at + 1) & 0xFF);
    }

    /** Of versions in PKCS#8, the odd ones; empty for damaged records, too. */
    static Optional<String> messageKey(SimulatedTenant tenant, SimulatedRecord record) {
        if (record.publicKeyVersion() % 2 == 0) {
            return Optional.empty();
        }
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, privateKey(tenant.privateKeyPem(record.publicKeyVersion())));
            byte[] block = Base64.getDecoder().decode(record.encryptRandomKey());
            return Optional.of(new String(rsa.doFinal(block), java.nio.charset.StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
