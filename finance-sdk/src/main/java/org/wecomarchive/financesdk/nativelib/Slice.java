package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Pointer;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/** A {@code Slice_t} of the library for one call: created before it, freed after its bytes were copied. */
final class Slice implements AutoCloseable {

    private final WeWorkLibrary library;
    private final StructCounter counter;
    private final SdkFunction function;
    private final Pointer pointer;

    private Slice(WeWorkLibrary library, StructCounter counter, SdkFunction function, Pointer pointer) {
        this.library = library;
        this.counter = counter;
        this.function = function;
        this.pointer = pointer;
    }

    static Slice create(WeWorkLibrary library, StructCounter counter, SdkFunction function) throws SdkException {
        Pointer pointer = library.newSlice();
        if (pointer == null) {
            throw new SdkException(
                    function, 0, FailureClass.TRANSIENT, "the library could not create a slice: out of memory?");
        }
        counter.slices.incrementAndGet();
        return new Slice(library, counter, function, pointer);
    }

    Pointer pointer() {
        return pointer;
    }

    /**
     * Copies the content by its length. What is too large is not copied: it may not fit into memory.
     *
     * @param ifNone class of the failure when the library says success and gives NULL
     */
    byte[] content(FailureClass ifNone) throws SdkException {
        Pointer content = library.getContentFromSlice(pointer);
        int length = library.getSliceLen(pointer);
        if (content == null || length < 0) {
            throw new SdkException(function, 0, ifNone, "the library reports success but gives no content");
        }
        if (length > FinanceSdk.MAX_ANSWER_BYTES) {
            throw SdkException.tooLarge(function);
        }
        return content.getByteArray(0, length);
    }

    @Override
    public void close() {
        library.freeSlice(pointer);
        counter.slices.decrementAndGet();
    }
}
