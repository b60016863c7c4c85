package org.wecomarchive.financesdk;

/**
 * Structs of the vendor's library that exist at one moment: created minus freed. Slices and media return to 0 whenever no
 * call is in progress; anything else is a leak.
 *
 * @param sdks handles of sessions
 * @param slices results of pages and decryptions
 * @param media results of media chunks
 */
public record NativeStructs(int sdks, int slices, int media) {

    /** Before the first call, and always for a library without native code. */
    public static final NativeStructs NONE = new NativeStructs(0, 0, 0);
}
