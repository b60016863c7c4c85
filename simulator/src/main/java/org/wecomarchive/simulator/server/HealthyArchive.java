package org.wecomarchive.simulator.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wecomarchive.simulator.conversation.MediaLibrary;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantMedia;

/** WeCom's side as it is meant to be: exclusive seq, pages of 1 to 1000, retention, media in chunks. */
final class HealthyArchive implements TenantArchive {

    private static final int MOST_RECORDS = 1000;
    private static final int BAD_PARAMETER = 10000;
    private static final int SYSTEM_CALL_FAILED = 10003;
    private static final int WRONG_FILE_ID = 10005;
    private static final int EXPIRED = 10010;
    private static final int WRONG_SECRET = 40001;
    private static final Pattern RANGE = Pattern.compile("Range:bytes=(\\d{1,9})-(\\d{1,9})");

    private final SimulatedTenant tenant;

    HealthyArchive(SimulatedTenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public PageReply fetchPage(String secret, long seq, int limit) {
        if (limit < 1 || limit > MOST_RECORDS) {
            return PageReply.refused(BAD_PARAMETER);
        }
        if (!secret.equals(tenant.settings().secret())) {
            return PageJson.error(WRONG_SECRET, "invalid credential");
        }
        return PageJson.page(tenant.after(seq, limit));
    }

    @Override
    public MediaReply fetchMedia(String secret, String sdkFileId, String index) {
        if (!secret.equals(tenant.settings().secret())) {
            return MediaReply.refused(SYSTEM_CALL_FAILED);
        }
        if (sdkFileId.isEmpty()) {
            return MediaReply.refused(BAD_PARAMETER);
        }
        Optional<TenantMedia> media = tenant.media(sdkFileId);
        if (media.isEmpty()) {
            return MediaReply.refused(WRONG_FILE_ID);
        }
        if (media.get().expired()) {
            return MediaReply.refused(EXPIRED);
        }
        return chunk(media.get(), index);
    }

    private static MediaReply chunk(TenantMedia media, String index) {
        int size = media.file().size();
        Matcher range = RANGE.matcher(index);
        if (!index.isEmpty() && !range.matches()) {
            return MediaReply.refused(BAD_PARAMETER);
        }
        int from = index.isEmpty() ? 0 : Integer.parseInt(range.group(1));
        if (from >= size) {
            return MediaReply.refused(BAD_PARAMETER);
        }
        int to = Math.min(size, from + MediaLibrary.CHUNK_BYTES);
        boolean last = to == size;
        int nextTo = Math.min(size, to + MediaLibrary.CHUNK_BYTES) - 1;
        return new MediaReply(0, media.file().content(from, to), last ? "" : "Range:bytes=" + to + "-" + nextTo, last);
    }
}
