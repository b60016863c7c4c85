package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import org.wecomarchive.ingestor.pace.Timing;

/** Decides which failures of a row are worth a line in the log. For the fetch thread only. */
final class Announcements {

    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final Timing timing;
    private String current = "";
    private Duration last = Duration.ZERO;

    Announcements(Timing timing) {
        this.timing = timing;
    }

    /** Whether this trouble is another one than the last. */
    boolean isNew(String trouble) {
        boolean isNew = !trouble.equals(current);
        if (isNew) {
            current = trouble;
            last = timing.elapsed();
        }
        return isNew;
    }

    /** Whether this trouble is another one than the last, or ten minutes have passed since it was announced. */
    boolean isNewOrLasts(String trouble) {
        if (isNew(trouble)) {
            return true;
        }
        boolean lasts = timing.elapsed().minus(last).compareTo(AGAIN) >= 0;
        if (lasts) {
            last = timing.elapsed();
        }
        return lasts;
    }

    /** After this, every trouble is a new one. */
    void over() {
        current = "";
    }
}
