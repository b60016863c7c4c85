package org.wecomarchive.quickstart.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * A media file that an event names, fetched chunk by chunk through the library and against the faults of media: a chunk that
 * fails is asked for again, a file that is not whole as well.
 */
final class MediaDownload {

    private static final int CHUNK_BYTES = 524_288;
    private static final Duration CALL = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final MediaRef reference;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String index = "";

    private MediaDownload(MediaRef reference) {
        this.reference = reference;
    }

    /** The first one of at least two chunks whose MD5 is known. */
    static Optional<MediaDownload> large(CommittedRecords events, Map<String, String> registry)
            throws IOException, InterruptedException, TimeoutException {
        List<MediaRef> found = new ArrayList<>();
        try (RecordReader<ChatEvent> reader = RecordReader.of(ChatEvent.class, registry)) {
            events.forEach(record -> {
                if (found.isEmpty()) {
                    reader.decode(record).getMedia().stream()
                            .filter(file ->
                                    file.getMd5() != null && file.getSize() != null && file.getSize() > CHUNK_BYTES)
                            .forEach(found::add);
                }
            });
        }
        return found.stream().findFirst().map(MediaDownload::new);
    }

    /** Fetches the file until it is whole and enough has gone wrong; returns whether that came true. */
    boolean isFetched(String library, TenantSettings tenant, BooleanSupplier enough)
            throws IOException, InterruptedException {
        SdkSettings settings = new SdkSettings(library, SdkSettings.Isolation.PROCESS, CALL);
        CorpCredentials credentials = new CorpCredentials(tenant.corpId(), tenant.secret(), "", "", CALL);
        try (FinanceSdk sdk = FinanceSdks.open(settings);
                ArchiveSession session = sdk.open(credentials)) {
            BoundedWait.of(AT_MOST).until("a whole media file", () -> fetchOn(session) && enough.getAsBoolean());
            return true;
        } catch (SdkException | TimeoutException e) {
            return false;
        }
    }

    /** Makes one call; whether the file is whole with it. */
    private boolean fetchOn(ArchiveSession session) {
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
