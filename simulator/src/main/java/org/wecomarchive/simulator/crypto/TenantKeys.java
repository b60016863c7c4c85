package org.wecomarchive.simulator.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tenant's RSA-2048 key pairs by key version, from 1 upwards. */
public final class TenantKeys {

    private final SortedMap<Integer, RSAPrivateCrtKey> privateKeys;
    private final SortedMap<Integer, PublicKey> publicKeys = new TreeMap<>();

    private TenantKeys(SortedMap<Integer, RSAPrivateCrtKey> privateKeys) {
        this.privateKeys = privateKeys;
        privateKeys.forEach((version, key) -> publicKeys.put(version, publicHalf(key)));
    }

    /** Makes {@code versions} key pairs from the seed: they protect nothing but simulated messages. */
    public static TenantKeys generate(long seed, int versions) {
        SortedMap<Integer, RSAPrivateCrtKey> keys = new TreeMap<>();
        for (int version = 1; version <= versions; version++) {
            keys.put(version, KnownPrimes.key(seed, version));
        }
        return new TenantKeys(keys);
    }

    /**
     * Loads the key pairs from a directory; generates and stores missing ones, so that a tenant keeps its keys across
     * runs and releases.
     */
    public static TenantKeys keptIn(Path dir, long seed, int versions) throws IOException {
        SortedMap<Integer, RSAPrivateCrtKey> keys = new TreeMap<>();
        for (int version = 1; version <= versions; version++) {
            Path file = dir.resolve(version + ".pem");
            if (Files.exists(file)) {
                keys.put(version, PrivateKeyPem.PKCS8.parse(Files.readString(file)));
            } else {
                RSAPrivateCrtKey key = KnownPrimes.key(seed, version);
                OwnerOnlyFiles.write(file, PrivateKeyPem.PKCS8.format(key));
                keys.put(version, key);
            }
        }
        return new TenantKeys(keys);
    }

    /** The PEM text of one version: PKCS#8 for odd versions, PKCS#1 for even ones, since tenants have both. */
    public String privateKeyPem(int version) {
        PrivateKeyPem form = version % 2 == 1 ? PrivateKeyPem.PKCS8 : PrivateKeyPem.PKCS1;
        return form.format(privateKeys.get(version));
    }

    /** The versions there are, ascending. */
    public Iterable<Integer> versions() {
        return privateKeys.keySet();
    }

    PublicKey publicKey(int version) {
        return publicKeys.get(version);
    }

    private static PublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no RSA", e);
        }
    }
}
