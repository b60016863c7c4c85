package org.wecomarchive.financesdk;

/**
 * One corp's handle on the chat archive, for one thread at a time.
 *
 * <p>A session survives the crash of the process that hosts the library: the call in progress fails with
 * {@link FailureClass#CRASH}, the next one runs on a fresh handle.
 */
public interface ArchiveSession extends AutoCloseable {

    /**
     * Fetches one page of encrypted records ({@code GetChatData}).
     *
     * @param seq exclusive: the page starts at the first retained record after it; 0 asks for the oldest one
     * @param limit most records of the page, 1 to 1000
     * @return the library's UTF-8 JSON, {@code {"errcode":0,"errmsg":"ok","chatdata":[…]}}; the caller checks
     *     {@code errcode}, see {@link SdkException#ofErrcode}
     * @throws SdkException when the call returns anything but 0
     * @throws IllegalArgumentException when {@code seq} is negative or {@code limit} out of range
     * @throws IllegalStateException when the session is closed or another thread is in a call of it
     */
    byte[] fetchPage(long seq, int limit) throws SdkException;

    /**
     * Fetches one chunk of a media file ({@code GetMediaData}).
     *
     * @param sdkFileId the id from the decrypted message
     * @param index empty for the first chunk, then {@link MediaChunk#nextIndex()} of the chunk before, unchanged
     * @throws SdkException when the call returns anything but 0; the same index may be tried again
     * @throws IllegalStateException when the session is closed or another thread is in a call of it
     */
    MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException;

    /** Destroys the handle, after the call in progress if there is one; idempotent, does not wait for it. */
    @Override
    void close();
}
