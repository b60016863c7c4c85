package org.wecomarchive.testkit.ledger;

/** Writes a ledger by hand, in the notation of {@link Guarantee}: {@code r1 e1 p2 x2 d3 e2*}, where * is late, x a tombstone and z erased. */
final class Books {

    static final String CORP = "corp";

    private Books() {}

    static Ledger of(String records) {
        Ledger ledger = new Ledger();
        for (String record : records.split(" ", -1)) {
            enter(ledger, record);
        }
        return ledger;
    }

    static SeqSet source(long... seqs) {
        SeqSet source = new SeqSet();
        for (long seq : seqs) {
            source.add(CORP, seq);
        }
        return source;
    }

    static LedgerEntry event(String conversation, int partition, long seq) {
        return new LedgerEntry(
                CORP, seq, LedgerEntry.Liveness.LIVE, LedgerEntry.Content.VALUE, partition, conversation);
    }

    private static void enter(Ledger ledger, String record) {
        boolean late = record.endsWith("*");
        long seq = Long.parseLong(record.substring(1, record.length() - (late ? 1 : 0)));
        LedgerEntry.Content content =
                record.charAt(0) == 'x' ? LedgerEntry.Content.TOMBSTONE : LedgerEntry.Content.VALUE;
        LedgerEntry.Liveness live = late ? LedgerEntry.Liveness.LATE : LedgerEntry.Liveness.LIVE;
        ledger.add(book(record.charAt(0)), new LedgerEntry(CORP, seq, live, content, 0, "room:a"));
    }

    private static Ledger.Book book(char letter) {
        return switch (letter) {
            case 'r' -> Ledger.Book.RAW;
            case 'e' -> Ledger.Book.EVENTS;
            case 'p', 'x' -> Ledger.Book.PARKED;
            case 'd' -> Ledger.Book.DEAD_LETTERS;
            case 'z' -> Ledger.Book.ERASED;
            default -> throw new IllegalArgumentException("no book " + letter);
        };
    }
}
