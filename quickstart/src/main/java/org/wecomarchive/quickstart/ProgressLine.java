package org.wecomarchive.quickstart;

import java.util.Locale;
import java.util.OptionalLong;
import org.wecomarchive.quickstart.health.Health;
import org.wecomarchive.testkit.ledger.Balance;

/** How far a run is, on less than a terminal's line. */
final class ProgressLine {

    private ProgressLine() {}

    /** @param source how many records there are; empty where only WeCom knows */
    static String of(Balance balance, OptionalLong source, Health health) {
        String fetched = balance.raw() + (source.isPresent() ? "/" + source.getAsLong() : "") + " fetched, ";
        return health.inShort().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "%s%d events, %d parked, %d dead",
                        fetched,
                        balance.events(),
                        balance.parked(),
                        balance.deadLetters())
                : fetched + balance.parked() + " parked: " + health.inShort();
    }
}
