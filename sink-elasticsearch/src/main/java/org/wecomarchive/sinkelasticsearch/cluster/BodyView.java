package org.wecomarchive.sinkelasticsearch.cluster;

import co.elastic.clients.util.BinaryData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/** The body of a write as the client takes it, without a copy. */
record BodyView(ByteBuffer body) implements BinaryData {

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Channels.newChannel(out).write(body.duplicate());
    }

    @Override
    public ByteBuffer asByteBuffer() {
        return body.duplicate();
    }

    @Override
    public InputStream asInputStream() {
        byte[] copy = new byte[body.remaining()];
        body.duplicate().get(copy);
        return new ByteArrayInputStream(copy);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public long size() {
        return body.remaining();
    }
}
