package org.wecomarchive.simulator.conversation;

import java.util.regex.Pattern;

/**
 * Somebody who can send or receive.
 *
 * @param id userid of a member, or an id that WeCom makes: {@code wm}, {@code wo} (outside) or {@code wb} (robot), five
 *     characters, one of AQgw, {@code AA}, and more
 * @param name display name
 */
record Party(String id, String name) {

    private static final Pattern OUTSIDE = Pattern.compile("w[mo].{5}[AQgw]AA.+");

    boolean outside() {
        return OUTSIDE.matcher(id).matches();
    }
}
