package org.wecomarchive.decryptor.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;
import org.wecomarchive.serde.RecordReader;

/** Commands in the encoding of {@link Records}, and those in the wire format that a reader of ours reads. */
final class TestCommands {

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

    private Optional<RecordReader<Command>> wireFormat = Optional.empty();

    /** What commands in the wire format are read with. */
    void readWith(RecordReader<Command> reader) {
        wireFormat = Optional.of(reader);
    }

    ReleaseContext.Commands codec() {
        return new ReleaseContext.Commands(
                read -> read.value()[0] == 0 ? wireFormat.orElseThrow().decode(read) : Records.command(read.value()),
                Records::encode);
    }
}
