package org.wecomarchive.financesdk.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds one frame of {@link Protocol} in memory, so that it goes out in one piece. */
final class FrameBuilder {

    private static final int SMALL_BODY_BYTES = 240;
    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int CONTENT_LENGTH_AT = 2 * Integer.BYTES + Byte.BYTES;

    private ByteBuffer buffer;
    private byte[] content = {};

    /** For a body of a few fields; see {@link #FrameBuilder(Enum, int)}. */
    FrameBuilder(Enum<?> kind) {
        this(kind, SMALL_BODY_BYTES);
    }

    /**
     * Begins a frame.
     *
     * @param kind a {@link Protocol.Request} or a {@link Protocol.Answer}
     * @param bodyBytes expected size of the body; it may grow beyond
     */
    // Both ends of the pipe are of one build, so the order of the constants is the same.
    @SuppressWarnings("EnumOrdinal")
    FrameBuilder(Enum<?> kind, int bodyBytes) {
        buffer = ByteBuffer.allocate(LENGTH_BYTES + Protocol.HEADER_BYTES + bodyBytes);
        buffer.putInt(0).putInt(0).put((byte) kind.ordinal()).putInt(0);
    }

    FrameBuilder putByte(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    FrameBuilder putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    FrameBuilder putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    FrameBuilder putText(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    FrameBuilder putBytes(byte[] bytes) {
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    /** What comes behind the body; not copied, so it must not change any more. */
    FrameBuilder content(byte[] bytes) {
        content = bytes;
        return this;
    }

    /** Bytes after the length; more than an {@code int} holds is {@link Integer#MAX_VALUE}. */
    int size() {
        return (int) Math.min(Integer.MAX_VALUE, (long) buffer.position() - LENGTH_BYTES + content.length);
    }

    /** @throws IOException when the frame is larger than {@link Protocol#MAX_FRAME_BYTES} or cannot be written */
    void writeTo(OutputStream out, int id) throws IOException {
        if (size() > Protocol.MAX_FRAME_BYTES) {
            throw new IOException("a frame of " + size() + " bytes exceeds " + Protocol.MAX_FRAME_BYTES);
        }
        buffer.putInt(0, size()).putInt(LENGTH_BYTES, id).putInt(CONTENT_LENGTH_AT, content.length);
        out.write(buffer.array(), 0, buffer.position());
        out.write(content);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(2 * buffer.capacity(), Math.addExact(buffer.position(), bytes));
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }
}
