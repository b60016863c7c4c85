package org.wecomarchive.sinkiceberg.upkeep;

import java.util.regex.Pattern;

/**
 * Locations of files, comparable however they are written.
 *
 * <p>A listing and a commit may name one file with different schemes ({@code s3a}, {@code s3}), hosts (with or without
 * port) or slashes. Only the path counts: two files of one path would be taken for one, and kept.
 */
final class Locations {

    private static final Pattern SCHEME_AND_HOST = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:(//[^/]*)?");
    private static final Pattern SLASHES = Pattern.compile("/+");

    private Locations() {}

    static String path(String location) {
        String path = SCHEME_AND_HOST.matcher(location).replaceFirst("");
        return SLASHES.matcher("/" + path).replaceAll("/");
    }
}
