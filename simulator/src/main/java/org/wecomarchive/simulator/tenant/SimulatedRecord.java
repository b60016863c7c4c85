package org.wecomarchive.simulator.tenant;

/**
 * One record as {@code GetChatData} hands it out.
 *
 * @param seq unsigned
 * @param msgid needs no JSON escapes; neither do the two texts
 * @param publicKeyVersion from 1
 * @param encryptRandomKey base64 of the RSA block, unless damaged
 * @param encryptChatMsg base64 text for {@code DecryptData}, unless damaged
 */
public record SimulatedRecord(
        long seq, String msgid, int publicKeyVersion, String encryptRandomKey, String encryptChatMsg) {}
