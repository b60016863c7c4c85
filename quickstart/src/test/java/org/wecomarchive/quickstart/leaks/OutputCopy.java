package org.wecomarchive.quickstart.leaks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Keeps a copy of what this JVM prints, its log among it, until it is closed. */
final class OutputCopy implements AutoCloseable {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    OutputCopy() {
        System.setOut(copying(out));
        System.setErr(copying(err));
    }

    String text() {
        return copy.toString(StandardCharsets.ISO_8859_1);
    }

    private PrintStream copying(PrintStream original) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                original.write(one);
                copy.write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                original.write(bytes, offset, length);
                copy.write(bytes, offset, length);
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
