package org.wecomarchive.simulator.server;

import java.util.Arrays;
import org.wecomarchive.simulator.server.TenantArchive.MediaReply;

/** Spoils chunks of media; refusals stay as they are. */
final class MediaEdits {

    private MediaEdits() {}

    /** One byte is another one. */
    static MediaReply garbled(MediaReply chunk) {
        byte[] content = chunk.content();
        if (content.length > 0) {
            content[content.length / 2] ^= 1;
        }
        return new MediaReply(chunk.code(), content, chunk.nextIndex(), chunk.last());
    }

    /** The first half, said to be the end of the file. */
    static MediaReply truncated(MediaReply chunk) {
        if (chunk.code() != 0) {
            return chunk;
        }
        byte[] content = chunk.content();
        return new MediaReply(0, Arrays.copyOf(content, content.length / 2), "", true);
    }
}
