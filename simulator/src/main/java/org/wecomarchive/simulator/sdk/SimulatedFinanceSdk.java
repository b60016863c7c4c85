package org.wecomarchive.simulator.sdk;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.simulator.crypto.NotTencentCipher;

/** The simulator as a {@link FinanceSdk} without native code: the network part over loopback, decryption in the JVM. */
final class SimulatedFinanceSdk implements FinanceSdk {

    private final InetSocketAddress server;
    private final Set<ArchiveSession> sessions = ConcurrentHashMap.newKeySet();

    SimulatedFinanceSdk(InetSocketAddress server) {
        this.server = server;
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) {
        ArchiveSession session = new SimulatedSession(credentials, new WireClient(server, credentials.timeout()));
        sessions.add(session);
        return session;
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) throws SdkException {
        try {
            return NotTencentCipher.decrypt(payload.key(), payload.message());
        } catch (NotTencentCipher.Refusal e) {
            throw SdkException.ofCode(SdkFunction.DECRYPT_DATA, e.code());
        }
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
        List<DecryptOutcome> outcomes = new ArrayList<>(payloads.size());
        for (EncryptedPayload payload : payloads) {
            outcomes.add(outcome(payload));
        }
        return outcomes;
    }

    private DecryptOutcome outcome(EncryptedPayload payload) {
        try {
            return new DecryptOutcome.Decrypted(decrypt(payload));
        } catch (SdkException e) {
            return new DecryptOutcome.Refused(e);
        }
    }

    @Override
    public void close() {
        sessions.forEach(ArchiveSession::close);
        sessions.clear();
    }
}
