package org.wecomarchive.quickstart.faults;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.schemas.MediaRef;

/** A media file that is fetched chunk by chunk; a chunk that fails is asked for again, a file that is not whole as well. */
final class MediaFile {

    private final MediaRef reference;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String index = "";

    MediaFile(MediaRef reference) {
        this.reference = reference;
    }

    /** Makes one call; whether the file is whole with it. */
    boolean fetchOn(ArchiveSession session) {
        MediaChunk chunk;
        try {
            chunk = session.fetchMedia(reference.getSdkFileId(), index);
        } catch (SdkException faulty) {
            // The plan's doing: the same chunk is asked for again.
            return false;
        }
        content.writeBytes(chunk.content());
        index = chunk.nextIndex();
        if (!chunk.last()) {
            return false;
        }
        boolean whole = md5(content.toByteArray()).equalsIgnoreCase(reference.getMd5());
        content.reset();
        index = "";
        return whole;
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
