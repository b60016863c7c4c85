package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/** A {@code MediaData_t} of the library for one chunk: created before the call, freed after everything was copied. */
final class MediaStruct implements AutoCloseable {

    private static final byte[] EMPTY = {};

    private final WeWorkLibrary library;
    private final StructCounter counter;
    private final Pointer pointer;

    private MediaStruct(WeWorkLibrary library, StructCounter counter, Pointer pointer) {
        this.library = library;
        this.counter = counter;
        this.pointer = pointer;
    }

    static MediaStruct create(WeWorkLibrary library, StructCounter counter) throws SdkException {
        Pointer pointer = library.newMediaData();
        if (pointer == null) {
            throw failure("the library could not create a media struct: out of memory?");
        }
        counter.media.incrementAndGet();
        return new MediaStruct(library, counter, pointer);
    }

    Pointer pointer() {
        return pointer;
    }

    /** An empty file is one last chunk without content, so NULL is allowed where the length is 0. */
    MediaChunk chunk() throws SdkException {
        byte[] content = copy(library.getData(pointer), library.getDataLen(pointer));
        byte[] nextIndex = copy(library.getOutIndexBuf(pointer), library.getIndexLen(pointer));
        return new MediaChunk(
                content, new String(nextIndex, StandardCharsets.UTF_8), library.isMediaDataFinish(pointer) == 1);
    }

    private static byte[] copy(Pointer bytes, int length) throws SdkException {
        if (length == 0) {
            return EMPTY;
        }
        if (bytes == null || length < 0) {
            throw failure("the library reports success but gives no content");
        }
        if (length > FinanceSdk.MAX_ANSWER_BYTES) {
            throw SdkException.tooLarge(SdkFunction.GET_MEDIA_DATA);
        }
        return bytes.getByteArray(0, length);
    }

    private static SdkException failure(String remedy) {
        return new SdkException(SdkFunction.GET_MEDIA_DATA, 0, FailureClass.TRANSIENT, remedy);
    }

    @Override
    public void close() {
        library.freeMediaData(pointer);
        counter.media.decrementAndGet();
    }
}
