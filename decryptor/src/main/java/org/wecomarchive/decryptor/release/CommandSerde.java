package org.wecomarchive.decryptor.release;

import org.wecomarchive.schemas.Command;
import org.wecomarchive.serde.RecordSerde;

/** Commands as the values of their topic. */
public record CommandSerde(RecordSerde<Command> serde, String topic) implements CommandCodec {

    @Override
    public Command decode(int partition, long offset, byte[] value) {
        return serde.deserialize(topic, partition, offset, value);
    }

    @Override
    public byte[] encode(Command command) {
        return serde.serialize(topic, command);
    }
}
