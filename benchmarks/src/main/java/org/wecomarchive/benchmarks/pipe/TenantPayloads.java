package org.wecomarchive.benchmarks.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.wecomarchive.decryptor.crypto.RsaKey;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/**
 * The payloads of a simulated tenant as the decryptor hands them to the library: after RSA, with nothing damaged.
 *
 * @param payloads in seq order
 * @param plaintexts what becomes of each
 */
record TenantPayloads(List<EncryptedPayload> payloads, List<byte[]> plaintexts) {

    /** Takes the first {@code count} records of a tenant with one key. */
    static TenantPayloads of(SimulatedTenant tenant, RsaKey key, int count) throws Exception {
        List<EncryptedPayload> payloads = new ArrayList<>(count);
        List<byte[]> plaintexts = new ArrayList<>(count);
        for (SimulatedRecord record : tenant.after(0, count)) {
            byte[] block = Base64.getDecoder().decode(record.encryptRandomKey());
            payloads.add(new EncryptedPayload(new String(key.decrypt(block), UTF_8), record.encryptChatMsg()));
            plaintexts.add(tenant.plaintext(record.seq()));
        }
        return new TenantPayloads(List.copyOf(payloads), List.copyOf(plaintexts));
    }

    int messageCharacters() {
        int all = payloads.stream()
                .mapToInt(payload -> payload.message().length())
                .sum();
        return all / payloads.size();
    }

    /** Fails unless the library gives exactly the plaintexts, so that no wrong work is measured. */
    void requireDecryptedBy(FinanceSdk sdk) throws Exception {
        List<DecryptOutcome> outcomes = sdk.decryptAll(payloads);
        for (int i = 0; i < outcomes.size(); i++) {
            if (!Arrays.equals(outcomes.get(i).payload(), plaintexts.get(i))) {
                throw new GeneralSecurityException("the library gave another plaintext than the tenant meant");
            }
        }
    }
}
