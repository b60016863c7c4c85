package org.wecomarchive.simulator.tenant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;

/** Takes the key string out of a record, as a consumer does; for versions whose PEM is PKCS#8, the odd ones. */
public final class KeyStrings {

    private KeyStrings() {}

    public static String decrypt(SimulatedTenant tenant, SimulatedRecord record) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, privateKey(tenant.privateKeyPem(record.publicKeyVersion())));
            byte[] block = Base64.getDecoder().decode(record.encryptRandomKey());
            return new String(rsa.doFinal(block), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the record does not fit its key", e);
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
