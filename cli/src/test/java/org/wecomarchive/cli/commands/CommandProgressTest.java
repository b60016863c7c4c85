package org.wecomarchive.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.schemas.Command;

final class CommandProgressTest {

    private static final Instant AT = Instant.parse("2025-11-21T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "'', requested",
        "accepted, accepted",
        "accepted accepted, accepted",
        "accepted in-progress, in-progress",
        "completed, in-progress",
        "completed in-progress, in-progress",
        "completed completed, completed",
        "completed failed, failed",
        "completed a-later-word, in-progress"
    })
    void isAsFarAsItsPartsTogether(String parts, String expected) {
        List<Command> records =
                new ArrayList<>(List.of(release("c-1").build(), release("c-2").build()));
        for (String state : parts.split(" ", -1)) {
            if (!state.isEmpty()) {
                records.add(
                        release("c-1").setPart(records.size()).setState(state).build());
            }
        }

        CommandProgress progress = CommandProgress.of(records).get(0);

        assertThat(progress.state().text()).isEqualTo(expected);
        assertThat(progress.line()).startsWith("c-1  2025-11-21T08:00:00Z  release  " + expected + "  by operator");
    }

    @Test
    void saysOfASkipThatWasGivenUpThatNothingWasSkipped() {
        Command skip = release("c-1")
                .setKind("skip")
                .setParts(0)
                .setState("failed")
                .setFailure("given up")
                .setCorpId("ww1")
                .setConnector("ingest")
                .setSkippedFrom(120L)
                .setSkippedThrough(125L)
                .build();

        String line = CommandProgress.of(List.of(skip)).get(0).line();

        assertThat(line).endsWith("corp=ww1 connector=ingest not-skipped=120..125  given up");
    }

    private static Command.Builder release(String id) {
        return Command.newBuilder()
                .setId(id)
                .setKind("release")
                .setParts(2)
                .setState("requested")
                .setRequestedBy("operator")
                .setRequestedAt(AT)
                .setUpdatedAt(AT)
                .setSeqs(List.of())
                .setReason("native-crash");
    }
}
