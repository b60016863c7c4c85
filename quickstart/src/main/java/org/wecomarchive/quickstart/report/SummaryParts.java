package org.wecomarchive.quickstart.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.quickstart.run.FailureLog;
import org.wecomarchive.quickstart.run.Stopping;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.recovery.RedactedException;

/**
 * The parts of the summary that are read back from servers: one that is away for a while costs time, one that stays away costs
 * its part.
 *
 * @param until after that no part is tried again
 * @param problems takes a sentence for each part that is missing
 */
public record SummaryParts(Screen screen, Clock clock, Stopping stopping, Instant until, List<String> problems) {

    /** Reads one part and writes it. */
    public interface Part {
        void print(PrintStream lines) throws Exception;
    }

    /**
     * Reads one part and shows it.
     *
     * @param what it is read from
     */
    public void add(String what, Part part) throws InterruptedException {
        screen.stage("Reading " + what);
        boolean done = false;
        while (!done) {
            stopping.requireGoingOn();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (PrintStream lines = new PrintStream(text, false, StandardCharsets.UTF_8)) {
                part.print(lines);
                lines.flush();
                screen.clear();
                screen.out().print(text.toString(StandardCharsets.UTF_8));
                done = true;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                done = !clock.instant().isBefore(until) || stopping.latch().await(1, TimeUnit.SECONDS);
                if (done && !stopping.asked()) {
                    FailureLog.log(e);
                    problems.add("Cannot read " + what + ": " + RedactedException.sentence(e) + ".");
                    screen.out().println(problems.get(problems.size() - 1));
                }
            }
        }
    }
}
