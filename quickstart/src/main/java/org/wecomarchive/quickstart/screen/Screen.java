package org.wecomarchive.quickstart.screen;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Standard output: lines that stay and, on a terminal, a last line that is written over and over.
 *
 * <p>On a terminal the last line moves at least once a second. Elsewhere a stage is one line that stays, and there is no last
 * line. Safe for use by several threads.
 */
public final class Screen implements AutoCloseable {

    /** Where the output goes. */
    public enum Kind {
        TERMINAL,
        FILE
    }

    private static final int COLUMNS = 60;
    private static final byte[] EMPTY_LINE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream target;
    private final Kind kind;
    private final Clock clock;
    private final PrintStream out = new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "screen");
        thread.setDaemon(true);
        return thread;
    });
    private String last = "";
    private boolean timed;
    private Instant since = Instant.EPOCH;
    private boolean drawn;
    private boolean withinLine;
    private boolean silent;

    public Screen(OutputStream target, Kind kind, Clock clock) {
        this.target = target;
        this.kind = kind;
        this.clock = clock;
        if (kind == Kind.TERMINAL) {
            ScheduledFuture<?> unused = ticker.scheduleAtFixedRate(this::draw, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** For lines that stay. */
    public PrintStream out() {
        return out;
    }

    /** A stage begins, such as {@code Starting Kafka}: a terminal shows for how long it has been going on. */
    public synchronized void stage(String what) {
        if (kind == Kind.FILE && !silent) {
            write((what + " ...\n").getBytes(StandardCharsets.UTF_8));
            flush();
        }
        last = what + " ...";
        timed = true;
        since = clock.instant();
        draw();
    }

    /** Shows something on the last line of a terminal. */
    public synchronized void progress(String text) {
        last = text;
        timed = false;
        draw();
    }

    /** Takes the last line away. */
    public synchronized void clear() {
        last = "";
        erase();
        flush();
    }

    /** From now on nothing is shown any more. */
    public synchronized void silence() {
        clear();
        silent = true;
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        clear();
    }

    private synchronized void draw() {
        if (kind == Kind.FILE || silent || withinLine || last.isEmpty()) {
            return;
        }
        String seconds = timed ? " " + Duration.between(since, clock.instant()).toSeconds() + " s" : "";
        write(EMPTY_LINE);
        write((DisplayWidth.oneLine(last, COLUMNS - seconds.length()) + seconds).getBytes(StandardCharsets.UTF_8));
        drawn = true;
        flush();
    }

    private void erase() {
        if (drawn) {
            write(EMPTY_LINE);
            drawn = false;
        }
    }

    private void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int from, int length) {
        try {
            target.write(bytes, from, length);
        } catch (IOException e) {
            // Nobody reads any more, as when the output goes to head: the run goes on.
            silent = true;
        }
    }

    private void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            silent = true;
        }
    }

    /** Lines that stay push the last line away. */
    private final class Lines extends OutputStream {

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            synchronized (Screen.this) {
                if (!silent && length > 0) {
                    erase();
                    Screen.this.write(bytes, from, length);
                    withinLine = bytes[from + length - 1] != '\n';
                }
            }
        }

        @Override
        public void flush() {
            synchronized (Screen.this) {
                Screen.this.flush();
            }
        }
    }
}
