package org.wecomarchive.quickstart.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.wecomarchive.testkit.time.ManualClock;

class ScreenTest {

    private static final String EMPTY_LINE = "\r\u001b[K";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock(Instant.EPOCH);

    @Test
    void pushesTheLastLineOfATerminalAwayForALineThatStays() {
        try (Screen screen = new Screen(shown, Screen.Kind.TERMINAL, clock)) {
            screen.progress("1 fetched");
            screen.out().print("one ");
            screen.progress("2 fetched");
            screen.out().println("line");
            screen.progress("3 fetched");
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        EMPTY_LINE + "1 fetched" + EMPTY_LINE + "one line\n" + EMPTY_LINE + "3 fetched" + EMPTY_LINE);
    }

    @Test
    void showsOnATerminalForHowLongAStageGoesOn() {
        try (Screen screen = new Screen(shown, Screen.Kind.TERMINAL, clock)) {
            screen.stage("Starting");
            clock.advance(Duration.ofSeconds(7));
            screen.progress("over");
            screen.stage("Reading");
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("Starting ... 0 s")
                .contains("Reading ... 0 s");
    }

    @Test
    void givesAFileOneLineForAStageAndNoLastLine() {
        try (Screen screen = new Screen(shown, Screen.Kind.FILE, clock)) {
            screen.stage("Starting");
            screen.progress("1 fetched");
            screen.out().println("up");
        }

        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("Starting ...\nup\n");
    }

    @Test
    void keepsTheLastLineOnSixtyColumns() {
        try (Screen screen = new Screen(shown, Screen.Kind.TERMINAL, clock)) {
            screen.progress("三".repeat(60));
        }

        String drawn = shown.toString(StandardCharsets.UTF_8)
                .split("\u001b\\[K", -1)[1]
                .replace("\r", "");
        assertThat(DisplayWidth.of(drawn)).isLessThanOrEqualTo(60);
    }

    @Test
    void showsNothingMoreOnceItIsSilent() {
        try (Screen screen = new Screen(shown, Screen.Kind.FILE, clock)) {
            screen.out().println("up");
            screen.silence();
            screen.out().println("failed");
            screen.stage("Stopping");
        }

        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("up\n");
    }
}
