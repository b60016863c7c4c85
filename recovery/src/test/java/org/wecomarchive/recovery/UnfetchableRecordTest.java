package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnfetchableRecordTest {

    private static final String FATAL = "org.wecomarchive.ingestor.fetch.FatalIngestException: ";

    @Test
    void isFoundInTheTraceOfTheTaskThatStoppedAtIt() {
        UnfetchableRecord record = new UnfetchableRecord(119);

        String trace = FATAL + record.sentence("crashes the library")
                + "\n\tat org.wecomarchive.ingestor.fetch.X.run(X.java:7)\n";

        assertThat(UnfetchableRecord.in(trace)).contains(record);
        assertThat(trace).contains("archivectl skip", "--through 120 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "org.apache.kafka.connect.errors.ConnectException: the first record after seq 119 crashes",
                "org.wecomarchive.ingestor.fetch.FatalIngestException: seq 5 after 5",
                "org.wecomarchive.ingestor.page.UnreadablePageException: the first record after seq 119 crashes",
                "java.lang.X: y\nCaused by: org.wecomarchive.ingestor.fetch.FatalIngestException: the first record after seq 1 c",
                "org.wecomarchive.ingestor.fetch.FatalIngestException: the first record after seq -1 crashes"
            })
    void isNotReadOutOfAnotherFailure(String trace) {
        assertThat(UnfetchableRecord.in(trace)).isEmpty();
    }
}
