package org.wecomarchive.financesdk.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A frame of {@link Protocol} as it was read; its body is read from front to back, once. */
final class Frame {

    private final int id;
    private final byte kind;
    private final byte[] bytes;
    private final ByteBuffer body;
    private final byte[] content;

    private Frame(int id, byte kind, byte[] bytes, byte[] content) {
        this.id = id;
        this.kind = kind;
        this.bytes = bytes;
        this.body = ByteBuffer.wrap(bytes);
        this.content = content;
    }

    /** @throws IOException at the end of the stream, and when what comes is not a frame */
    static Frame read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < Protocol.HEADER_BYTES || length > Protocol.MAX_FRAME_BYTES) {
            throw new StreamCorruptedException("a frame cannot be " + length + " bytes long");
        }
        int id = in.readInt();
        byte kind = in.readByte();
        int contentLength = in.readInt();
        int bodyLength = length - Protocol.HEADER_BYTES - contentLength;
        if (contentLength < 0 || bodyLength < 0) {
            throw new StreamCorruptedException(
                    "a frame of " + length + " bytes cannot have a content of " + contentLength);
        }
        byte[] body = new byte[bodyLength];
        in.readFully(body);
        byte[] content = new byte[contentLength];
        in.readFully(content);
        return new Frame(id, kind, body, content);
    }

    int id() {
        return id;
    }

    Protocol.Request request() {
        return List.of(Protocol.Request.values()).get(kind);
    }

    Protocol.Answer answer() {
        return List.of(Protocol.Answer.values()).get(kind);
    }

    /** The content itself, not a copy. */
    byte[] content() {
        return content;
    }

    byte readByte() {
        return body.get();
    }

    int readInt() {
        return body.getInt();
    }

    long readLong() {
        return body.getLong();
    }

    String readText() {
        int length = body.getInt();
        String text = new String(bytes, body.position(), length, StandardCharsets.UTF_8);
        body.position(body.position() + length);
        return text;
    }

    byte[] readBytes() {
        byte[] bytes = new byte[body.getInt()];
        body.get(bytes);
        return bytes;
    }
}
