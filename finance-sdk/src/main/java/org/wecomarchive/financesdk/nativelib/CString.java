package org.wecomarchive.financesdk.nativelib;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as the library takes it: UTF-8, ended by a NUL. */
final class CString {

    private CString() {}

    /** {@code text} holds no NUL: it would silently end the argument. */
    static byte[] of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + 1);
    }
}
