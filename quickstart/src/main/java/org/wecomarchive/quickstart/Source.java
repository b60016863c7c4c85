package org.wecomarchive.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.quickstart.faults.FaultRun;

/** Where the records come from. */
interface Source extends AutoCloseable {

    /** One sentence about it for the user. */
    String description();

    /** What the user should know before anything is fetched; empty where there is nothing to say. */
    Optional<String> advice() throws IOException;

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

    /** Settings of the connector beside the usual ones, for a run over so many new records. */
    Map<String, String> connectorSettings(long newRecords);

    /** Settings of the decryptor beside the usual ones. */
    Map<String, String> decryptorSettings();

    /** What goes wrong on purpose; empty where nothing does. */
    Optional<FaultRun> faultRun();

    /** Adds records, where that is possible. */
    void grow(long records);

    /** The text as it may be shown: without what tests look for as leaked plaintext. */
    String showable(String text);

    @Override
    void close();
}
