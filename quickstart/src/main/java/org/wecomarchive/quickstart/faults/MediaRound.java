package org.wecomarchive.quickstart.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.wait.BoundedWait;

/** Fetches a file that an event names through the library, in several chunks and against the faults of media. */
final class MediaRound {

    private static final int CHUNK_BYTES = 524_288;
    private static final Duration CALL = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final PipelineAccess access;
    private final String corpId;

    MediaRound(PipelineAccess access, String corpId) {
        this.access = access;
        this.corpId = corpId;
    }

    /**
     * Fetches the file until it is whole and enough has gone wrong.
     *
     * @return whether that came true
     */
    boolean succeeds(BooleanSupplier enough) throws IOException, InterruptedException, TimeoutException {
        Optional<MediaRef> reference = largeFile();
        return reference.isPresent() && fetch(new MediaFile(reference.get()), enough);
    }

    private boolean fetch(MediaFile file, BooleanSupplier enough) throws IOException, InterruptedException {
        SdkSettings settings = new SdkSettings(access.library(), SdkSettings.Isolation.PROCESS, CALL);
        CorpCredentials credentials = new CorpCredentials(corpId, Files.readString(access.secretFile()), "", "", CALL);
        try (FinanceSdk sdk = FinanceSdks.open(settings);
                ArchiveSession session = sdk.open(credentials)) {
            BoundedWait.of(AT_MOST).until("a whole media file", () -> file.fetchOn(session) && enough.getAsBoolean());
            return true;
        } catch (SdkException | TimeoutException e) {
            return false;
        }
    }

    /** One of at least two chunks whose MD5 is known. */
    private Optional<MediaRef> largeFile() throws IOException, InterruptedException, TimeoutException {
        List<MediaRef> found = new ArrayList<>();
        try (RecordReader<ChatEvent> reader = RecordReader.of(ChatEvent.class, access.registry())) {
            new CommittedRecords(access.bootstrapServers(), access.topics().events()).forEach(record -> {
                if (found.isEmpty()) {
                    reader.decode(record).getMedia().stream()
                            .filter(MediaRound::fits)
                            .forEach(found::add);
                }
            });
        }
        return found.stream().findFirst();
    }

    private static boolean fits(MediaRef file) {
        return file.getMd5() != null && file.getSize() != null && file.getSize() > CHUNK_BYTES;
    }
}
