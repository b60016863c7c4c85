package org.wecomarchive.simulator.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The frames of the simulator's protocol; the module's README has the table.
 *
 * <p><b>Shape.</b> A frame is its length (4 bytes), then that many bytes. So is a field of variable length; text is
 * UTF-8. Numbers are big-endian.
 */
public final class Frames {

    public static final int GET_CHAT_DATA = 1;
    public static final int GET_MEDIA_DATA = 2;

    private static final int LONGEST_FRAME = 256 * 1024 * 1024;

    private Frames() {}

    /** Writes the fields of one frame. */
    @FunctionalInterface
    public interface Fields {
        void write(DataOutputStream frame) throws IOException;
    }

    public static void send(OutputStream out, Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fields.write(new DataOutputStream(bytes));
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.size());
        out.write(frame.putInt(bytes.size()).put(bytes.toByteArray()).array());
        out.flush();
    }

    /** The next frame; empty at the end of the stream. */
    public static Optional<byte[]> receive(InputStream in) throws IOException {
        DataInputStream input = new DataInputStream(in);
        int first = input.read();
        if (first < 0) {
            return Optional.empty();
        }
        int length = (first << 24) | (input.readUnsignedByte() << 16) | input.readUnsignedShort();
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IOException("a frame cannot have " + length + " bytes");
        }
        return Optional.of(exactly(input, length));
    }

    public static void writeBytes(DataOutputStream frame, byte[] bytes) throws IOException {
        frame.writeInt(bytes.length);
        frame.write(bytes);
    }

    public static void writeText(DataOutputStream frame, String text) throws IOException {
        writeBytes(frame, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] readBytes(DataInputStream frame) throws IOException {
        int length = frame.readInt();
        if (length < 0 || length > frame.available()) {
            throw new IOException("a field cannot have " + length + " bytes");
        }
        return exactly(frame, length);
    }

    public static String readText(DataInputStream frame) throws IOException {
        return new String(readBytes(frame), StandardCharsets.UTF_8);
    }

    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ends inside a frame");
        }
        return bytes;
    }
}
