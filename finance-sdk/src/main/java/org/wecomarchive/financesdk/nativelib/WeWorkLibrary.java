package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/**
 * The 17 functions of {@code libWeWorkFinanceSdk_C.so}, whose own names begin in upper case.
 *
 * <p><b>Source.</b> The vendor's {@code WeWorkFinanceSdk_C.h}: {@code unsigned long long} is a Java {@code long} of the same
 * bits, {@code const char*} a NUL-terminated byte array, every struct an opaque pointer that only the library allocates,
 * reads and frees. JNA answers the C NULL with a Java null: callers in this package check for it, nobody else sees it.
 *
 * <p><b>Threads.</b> Safe to share; what the library itself allows is for {@link NativeSession} to keep.
 */
interface WeWorkLibrary extends Library {

    Pointer newSdk();

    int init(Pointer sdk, byte[] corpId, byte[] secret);

    int getChatData(
            Pointer sdk, long seq, int limit, byte[] proxy, byte[] proxyCredentials, int timeoutSeconds, Pointer slice);

    int decryptData(byte[] key, byte[] message, Pointer slice);

    int getMediaData(
            Pointer sdk,
            byte[] index,
            byte[] fileId,
            byte[] proxy,
            byte[] proxyCredentials,
            int timeoutSeconds,
            Pointer media);

    void destroySdk(Pointer sdk);

    Pointer newSlice();

    void freeSlice(Pointer slice);

    Pointer getContentFromSlice(Pointer slice);

    int getSliceLen(Pointer slice);

    Pointer newMediaData();

    void freeMediaData(Pointer media);

    /** The index of the next chunk. */
    Pointer getOutIndexBuf(Pointer media);

    int getIndexLen(Pointer media);

    /** The content of the chunk. */
    Pointer getData(Pointer media);

    int getDataLen(Pointer media);

    /** 1 for the last chunk. */
    int isMediaDataFinish(Pointer media);
}
