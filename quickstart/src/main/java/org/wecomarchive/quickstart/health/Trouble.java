package org.wecomarchive.quickstart.health;

/**
 * Something that keeps records from being fetched, decrypted or stored.
 *
 * @param end who ends it
 * @param records how many wait for that; 0 where that is not known
 * @param sentence what is wrong and what to do; the same for as long as it lasts
 */
public record Trouble(End end, long records, String sentence) {

    /** How a trouble ends. */
    public enum End {
        /** By itself. */
        BY_ITSELF,
        /** By a command for the records that it concerns; all others go on. */
        BY_COMMAND,
        /** A person must act; then it goes on by itself. */
        BY_A_PERSON,
        /** Not within this run. */
        NEVER
    }

    boolean needsAPerson() {
        return end == End.BY_A_PERSON || end == End.NEVER;
    }
}
