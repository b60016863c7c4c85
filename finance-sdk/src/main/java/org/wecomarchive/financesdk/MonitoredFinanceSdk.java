package org.wecomarchive.financesdk;

import java.util.List;

/** Tells a {@link SdkMonitor} the result of every call. */
final class MonitoredFinanceSdk implements FinanceSdk {

    private final FinanceSdk sdk;
    private final SdkMonitor monitor;

    MonitoredFinanceSdk(FinanceSdk sdk, SdkMonitor monitor) {
        this.sdk = sdk;
        this.monitor = monitor;
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) throws SdkException {
        ArchiveSession session = report(SdkFunction.INIT, () -> sdk.open(credentials));
        return new MonitoredSession(session);
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) throws SdkException {
        return report(SdkFunction.DECRYPT_DATA, () -> sdk.decrypt(payload));
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) throws SdkException {
        try {
            List<DecryptOutcome> outcomes = sdk.decryptAll(payloads);
            outcomes.forEach(this::report);
            return outcomes;
        } catch (SdkException failure) {
            payloads.forEach(payload -> monitor.failed(failure));
            throw failure;
        }
    }

    @Override
    public void close() {
        sdk.close();
    }

    private void report(DecryptOutcome outcome) {
        if (outcome instanceof DecryptOutcome.Refused refused) {
            monitor.failed(refused.refusal());
        } else {
            monitor.succeeded(SdkFunction.DECRYPT_DATA);
        }
    }

    private <T> T report(SdkFunction function, Call<T> call) throws SdkException {
        try {
            T result = call.run();
            monitor.succeeded(function);
            return result;
        } catch (SdkException failure) {
            monitor.failed(failure);
            throw failure;
        }
    }

    private interface Call<T> {
        T run() throws SdkException;
    }

    private final class MonitoredSession implements ArchiveSession {

        private final ArchiveSession session;

        private MonitoredSession(ArchiveSession session) {
            this.session = session;
        }

        @Override
        public byte[] fetchPage(long seq, int limit) throws SdkException {
            return report(SdkFunction.GET_CHAT_DATA, () -> session.fetchPage(seq, limit));
        }

        @Override
        public MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException {
            return report(SdkFunction.GET_MEDIA_DATA, () -> session.fetchMedia(sdkFileId, index));
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
