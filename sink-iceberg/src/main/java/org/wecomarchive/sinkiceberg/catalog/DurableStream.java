package org.wecomarchive.sinkiceberg.catalog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.io.PositionOutputStream;

/** Writes a file from its beginning; closing forces it to the disk, and fails if that fails. */
final class DurableStream extends PositionOutputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final OutputStream buffered;
    private long position;
    private boolean closed;

    private DurableStream(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    static DurableStream open(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        return new DurableStream(path, FileChannel.open(path, all));
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int oneByte) throws IOException {
        buffered.write(oneByte);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        buffered.write(bytes, offset, length);
        position += length;
    }

    @Override
    public void flush() throws IOException {
        buffered.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (FileChannel file = channel) {
            buffered.flush();
            file.force(true);
        }
        Directories.force(path.getParent());
    }
}
