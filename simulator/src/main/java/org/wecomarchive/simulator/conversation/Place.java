package org.wecomarchive.simulator.conversation;

/** Where a kind of message can occur. */
enum Place {
    /** Everywhere. */
    ANY,
    /** In a room. */
    ROOM,
    /** Where at least one party is from outside. */
    EXTERNAL,
    /** A robot speaks to members. */
    ROBOT,
    /** No conversation at all, as switching the corp. */
    NONE
}
