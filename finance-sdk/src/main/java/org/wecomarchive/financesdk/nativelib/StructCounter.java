package org.wecomarchive.financesdk.nativelib;

import java.util.concurrent.atomic.AtomicInteger;
import org.wecomarchive.financesdk.NativeStructs;

/** Counts the library's structs: created minus freed. */
final class StructCounter {

    final AtomicInteger sdks = new AtomicInteger();
    final AtomicInteger slices = new AtomicInteger();
    final AtomicInteger media = new AtomicInteger();

    NativeStructs live() {
        return new NativeStructs(sdks.get(), slices.get(), media.get());
    }
}
