package org.wecomarchive.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.Command;

final class CommandJsonTest {

    private static final Instant AT = Instant.parse("2025-11-21T08:00:00Z");

    @Test
    void holdsWhatALineHolds() {
        Command release = command("release-1", "release")
                .setParts(2)
                .setReason("native-crash")
                .setCorpId("ww1")
                .setSeqs(List.of(7L))
                .setWhy("a \"reason\"")
                .build();
        Command part = command("release-1", "release")
                .setPart(1)
                .setState("failed")
                .setEvents(3L)
                .setFailure("the library died")
                .build();
        Command skip = command("skip-1", "skip")
                .setState("completed")
                .setCorpId("ww1")
                .setConnector("ingest")
                .setSkippedFrom(120L)
                .setSkippedThrough(125L)
                .build();

        assertThat(CommandJson.of(CommandProgress.of(List.of(release, part, skip))))
                .isEqualTo("[{\"id\":\"release-1\",\"requested_at\":\"2025-11-21T08:00:00Z\",\"kind\":\"release\","
                        + "\"state\":\"in-progress\",\"requested_by\":\"operator\",\"why\":\"a \\\"reason\\\"\",\"corp\":\"ww1\","
                        + "\"reason\":\"native-crash\",\"seqs\":[7],\"events\":3,\"parked\":0,\"dead_letters\":0,\"erased\":0,"
                        + "\"part_failures\":[{\"part\":1,\"failure\":\"the library died\"}]},"
                        + "{\"id\":\"skip-1\",\"requested_at\":\"2025-11-21T08:00:00Z\",\"kind\":\"skip\",\"state\":\"completed\","
                        + "\"requested_by\":\"operator\",\"corp\":\"ww1\",\"connector\":\"ingest\",\"skipped_from\":120,"
                        + "\"skipped_through\":125}]");
        assertThat(CommandJson.of(List.of())).isEqualTo("[]");
    }

    private static Command.Builder command(String id, String kind) {
        return Command.newBuilder()
                .setId(id)
                .setKind(kind)
                .setParts(0)
                .setState("requested")
                .setRequestedBy("operator")
                .setRequestedAt(AT)
                .setUpdatedAt(AT)
                .setSeqs(List.of());
    }
}
