package org.wecomarchive.simulator.server;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import org.wecomarchive.simulator.server.TenantArchive.MediaReply;
import org.wecomarchive.simulator.server.TenantArchive.PageReply;

/** Answers the frames of one socket until it ends. */
final class Connection {

    private static final int UNKNOWN_CORP = 40013;
    private static final int WRONG_FILE_ID = 10005;

    private final Socket socket;
    private final Map<String, TenantArchive> archives;

    Connection(Socket socket, Map<String, TenantArchive> archives) {
        this.socket = socket;
        this.archives = archives;
    }

    void serve() throws IOException {
        socket.setTcpNoDelay(true);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        Optional<byte[]> frame = Frames.receive(in);
        while (frame.isPresent()) {
            answer(new DataInputStream(new ByteArrayInputStream(frame.get())), out);
            frame = Frames.receive(in);
        }
    }

    private void answer(DataInputStream request, OutputStream out) throws IOException {
        int operation = request.readUnsignedByte();
        switch (operation) {
            case Frames.GET_CHAT_DATA -> answerChatData(request, out);
            case Frames.GET_MEDIA_DATA -> answerMediaData(request, out);
            default -> throw new IOException("there is no operation " + operation);
        }
    }

    private void answerChatData(DataInputStream request, OutputStream out) throws IOException {
        TenantArchive archive = archives.get(Frames.readText(request));
        String secret = Frames.readText(request);
        long seq = request.readLong();
        int limit = request.readInt();
        PageReply reply = archive == null
                ? PageJson.error(UNKNOWN_CORP, "invalid corpid")
                : archive.fetchPage(secret, seq, limit);
        Frames.send(out, frame -> {
            frame.writeInt(reply.code());
            Frames.writeBytes(frame, reply.json());
        });
    }

    private void answerMediaData(DataInputStream request, OutputStream out) throws IOException {
        TenantArchive archive = archives.get(Frames.readText(request));
        String secret = Frames.readText(request);
        String sdkFileId = Frames.readText(request);
        String index = Frames.readText(request);
        MediaReply reply =
                archive == null ? MediaReply.refused(WRONG_FILE_ID) : archive.fetchMedia(secret, sdkFileId, index);
        Frames.send(out, frame -> {
            frame.writeInt(reply.code());
            frame.writeByte(reply.last() ? 1 : 0);
            Frames.writeText(frame, reply.nextIndex());
            Frames.writeBytes(frame, reply.content());
        });
    }
}
