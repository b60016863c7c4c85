package org.wecomarchive.quickstart;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Where the records come from. */
interface Source extends AutoCloseable {

    /** One sentence about it for the user. */
    String description();

    String corpId();

    /** Value for {@code sdk.library}. */
    String library();

    /** File that holds the secret and nothing else. */
    Path secretFile();

    /** Directory with {@code <corp>/<version>.pem}. */
    Path keysDir();

    /** Proxy URL, or empty. */
    String proxy();

    /** How many records it has; empty where only WeCom knows. */
    OptionalLong size();

    /** Adds records, where that is possible. */
    void grow(long records);

    /** The text as it may be shown: without what tests look for as leaked plaintext. */
    String showable(String text);

    @Override
    void close();
}
