package org.wecomarchive.financesdk;

import java.util.Arrays;
import java.util.Objects;

/**
 * One chunk of a media file, at most 524,288 bytes.
 *
 * @param content bytes of the chunk; of the last one too
 * @param nextIndex opaque index of the next chunk
 * @param last whether the file ends with this chunk
 */
public record MediaChunk(byte[] content, String nextIndex, boolean last) {

    public MediaChunk {
        content = content.clone();
        Objects.requireNonNull(nextIndex, "nextIndex is null");
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaChunk that
                && Arrays.equals(content, that.content)
                && nextIndex.equals(that.nextIndex)
                && last == that.last;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(content), nextIndex, last);
    }

    @Override
    public String toString() {
        return "MediaChunk[content=" + content.length + " bytes, last=" + last + "]";
    }
}
