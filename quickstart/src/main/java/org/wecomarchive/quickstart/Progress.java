package org.wecomarchive.quickstart;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.wecomarchive.testkit.ledger.Balance;

/** One line that is written over and over, on a terminal only. */
final class Progress {

    /** Where the line would go. */
    enum Screen {
        TERMINAL,
        FILE
    }

    private static final String START_OF_EMPTY_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final Screen screen;

    Progress(PrintStream out, Screen screen) {
        this.out = out;
        this.screen = screen;
    }

    void show(Balance balance, OptionalLong source) {
        if (screen == Screen.TERMINAL) {
            String of = source.isPresent() ? " of " + source.getAsLong() : "";
            out.print(START_OF_EMPTY_LINE
                    + String.format(
                            Locale.ROOT,
                            "fetched %d%s   events %d   parked %d   dead letters %d",
                            balance.raw(),
                            of,
                            balance.events(),
                            balance.parked(),
                            balance.deadLetters()));
            out.flush();
        }
    }

    void clear() {
        if (screen == Screen.TERMINAL) {
            out.print(START_OF_EMPTY_LINE);
            out.flush();
        }
    }
}
