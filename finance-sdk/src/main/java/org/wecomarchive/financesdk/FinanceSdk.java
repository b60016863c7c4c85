package org.wecomarchive.financesdk;

import java.util.List;

/**
 * A loaded copy of the vendor's finance SDK: the only way to the chat archive.
 *
 * <p><b>Threads.</b> Safe for any number of threads; {@link #decrypt} and {@link #decryptAll} may run concurrently. An
 * {@link ArchiveSession} is for one thread at a time.
 *
 * <p><b>Errors.</b> Every failure of a call is an {@link SdkException} with its {@link FailureClass}; the instance stays
 * usable after any of them, a crash of the native code included.
 */
public interface FinanceSdk extends AutoCloseable {

    /** Most bytes of a page, a plaintext or a chunk; a larger one is refused by {@link SdkException#tooLarge}. */
    int MAX_ANSWER_BYTES = 64 << 20;

    /**
     * Binds a new handle to a corp ({@code NewSdk} and {@code Init}).
     *
     * @throws SdkException when the library refuses the corp id or secret
     */
    ArchiveSession open(CorpCredentials credentials) throws SdkException;

    /**
     * Decrypts one payload ({@code DecryptData}); where the vendor asks to retry, it has been retried once.
     *
     * @return the plaintext, UTF-8 JSON
     * @throws SdkException {@link FailureClass#BAD_RECORD} when the library refuses the message, {@link
     * FailureClass#BAD_KEY}
     *     when the key would abort it or it names the key as the reason,
     *     {@link FailureClass#CRASH} when the process that hosts the library ended or hung during the call
     */
    byte[] decrypt(EncryptedPayload payload) throws SdkException;

    /**
     * Decrypts many payloads with one round trip to the library's process.
     *
     * @return one outcome per payload, in the order of {@code payloads}
     * @throws SdkException only when there is no outcome for any of them, as after a crash
     */
    List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) throws SdkException;

    /** Ends all sessions and releases the library; idempotent, bounded to a few seconds. */
    @Override
    void close();
}
