package org.wecomarchive.decryptor.release;

import java.time.Instant;
import java.util.List;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;

/** Commands in the encoding of {@link Records}. */
final class TestCommands implements CommandCodec {

    private static final Instant REQUESTED_AT = Instant.parse("2025-11-21T00:00:00Z");

    /** Everything that is parked for this reason, in one partition. */
    static Command.Builder release(String id, String reason) {
        return Command.newBuilder()
                .setId(id)
                .setKind(CommandKind.RELEASE.text())
                .setParts(1)
                .setState(CommandState.REQUESTED.text())
                .setRequestedBy("operator")
                .setRequestedAt(REQUESTED_AT)
                .setUpdatedAt(REQUESTED_AT)
                .setSeqs(List.of())
                .setReason(reason);
    }

    @Override
    public Command decode(int partition, long offset, byte[] value) {
        return Records.command(value);
    }

    @Override
    public byte[] encode(Command command) {
        return Records.encode(command);
    }
}
