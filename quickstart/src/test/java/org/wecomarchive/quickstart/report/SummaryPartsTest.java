package org.wecomarchive.quickstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wecomarchive.quickstart.run.Stopping;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.testkit.time.ManualClock;

class SummaryPartsTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final Screen screen = new Screen(shown, Screen.Kind.FILE, clock);
    private final List<String> problems = new ArrayList<>();

    @Test
    void showsNothingOfAnAttemptThatFailedAndTriesAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();

        parts(Duration.ofMinutes(4)).add("the events", lines -> {
            lines.println("attempt " + attempts.incrementAndGet());
            if (attempts.get() == 1) {
                throw new IOException("away");
            }
        });

        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("Reading the events ...\nattempt 2\n");
        assertThat(problems).isEmpty();
    }

    @Test
    void goesOnWithoutAPartThatCannotBeReadInTime() throws Exception {
        parts(Duration.ZERO).add("the events", lines -> {
            throw new IOException("secret");
        });

        assertThat(problems).containsExactly("Cannot read the events: IOException.");
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("Reading the events ...\nCannot read the events: IOException.\n");
    }

    private SummaryParts parts(Duration atMost) {
        return new SummaryParts(
                screen, clock, new Stopping(screen), clock.instant().plus(atMost), problems);
    }
}
