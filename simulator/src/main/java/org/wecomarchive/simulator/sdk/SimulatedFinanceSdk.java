package org.wecomarchive.simulator.sdk;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.simulator.crypto.NotTencentCipher;

/** The simulator as a {@link FinanceSdk} without native code: the network part over loopback, decryption in the JVM. */
final class SimulatedFinanceSdk implements FinanceSdk {

    private static final int SHORTEST_MESSAGE = 13;
    /** Padding is legal as the last one or two characters of whole groups of four. */
    private static final Pattern LEGALLY_PADDED = Pattern.compile("[^=]+|(?=(.{4})+$)[^=]+={1,2}", Pattern.DOTALL);

    private final InetSocketAddress server;
    private final FrontFaults faults;
    private final Set<ArchiveSession> sessions = ConcurrentHashMap.newKeySet();

    SimulatedFinanceSdk(InetSocketAddress server, FrontFaults faults) {
        this.server = server;
        this.faults = faults;
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) {
        WireClient client = new WireClient(server, credentials.timeout());
        ArchiveSession session = new SimulatedSession(credentials, client, faults, sessions::remove);
        sessions.add(session);
        return session;
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) throws SdkException {
        refuseWhatAborts(payload);
        try {
            return NotTencentCipher.decrypt(payload.key(), payload.message());
        } catch (NotTencentCipher.Refusal e) {
            faults.requireSuccess(SdkFunction.DECRYPT_DATA, e.code());
            throw new IllegalStateException("a refusal without a code", e);
        }
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
        return payloads.stream().map(this::outcome).toList();
    }

    private DecryptOutcome outcome(EncryptedPayload payload) {
        try {
            return new DecryptOutcome.Decrypted(decrypt(payload));
        } catch (SdkException e) {
            return new DecryptOutcome.Refused(e);
        }
    }

    /** The C library ends its process on these, as the vendor's does, so nobody may hand them over. */
    private static void refuseWhatAborts(EncryptedPayload payload) throws SdkException {
        if (payload.message().length() < SHORTEST_MESSAGE) {
            throw refusal(FailureClass.BAD_RECORD, "message");
        }
        if (!LEGALLY_PADDED.matcher(payload.key()).matches()) {
            throw refusal(FailureClass.BAD_KEY, "key");
        }
    }

    private static SdkException refusal(FailureClass failureClass, String argument) {
        String remedy = "the " + argument + " would make the vendor's library end its process";
        return new SdkException(SdkFunction.DECRYPT_DATA, 0, failureClass, remedy);
    }

    @Override
    public void close() {
        faults.close();
        sessions.forEach(ArchiveSession::close);
    }
}
