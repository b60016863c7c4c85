package org.wecomarchive.simulator.conversation;

/**
 * Somebody who can send or receive.
 *
 * @param id userid of a member, or an id with the prefix {@code wm}, {@code wo} (outside) or {@code wb} (robot)
 * @param name display name
 */
record Party(String id, String name) {

    boolean outside() {
        return id.startsWith("wm") || id.startsWith("wo");
    }
}
