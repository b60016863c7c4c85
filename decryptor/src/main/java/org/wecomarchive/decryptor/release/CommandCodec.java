package org.wecomarchive.decryptor.release;

import org.wecomarchive.schemas.Command;

/** Reads and writes the values of the topic of commands, and throws as the serde does. */
public interface CommandCodec {

    Command decode(int partition, long offset, byte[] value);

    byte[] encode(Command command);
}
