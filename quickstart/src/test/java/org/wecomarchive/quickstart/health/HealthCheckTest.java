package org.wecomarchive.quickstart.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.testkit.ledger.ParkedFor;
import org.wecomarchive.testkit.time.ManualClock;

class HealthCheckTest {

    private static final String CONNECTOR = "checked-by-the-test";
    private static final Path KEYS = Path.of("/keys");

    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final Map<String, String> failed = new HashMap<>();
    private final Figures figures = new Figures();
    private final HealthCheck check = new HealthCheck(CONNECTOR, () -> failed, KEYS, clock);
    private ObjectName name;

    @BeforeEach
    void register() throws Exception {
        name = new ObjectName("kafka.connect:type=plugins,connector=" + CONNECTOR + ",task=0");
        figures.put("wecom_failure", "");
        figures.put("wecom_caught_up_age_seconds", 432_000L);
        ManagementFactory.getPlatformMBeanServer().registerMBean(figures, name);
    }

    @AfterEach
    void unregister() throws Exception {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }

    @ParameterizedTest
    @CsvSource({"0, STARTING", "1, GOES_ON", "2, TRIES_AGAIN", "3, WAITS_FOR_A_PERSON"})
    void readsWhatTheIngestorDoes(int state, Fetching fetching) {
        figures.put("wecom_state", state);

        assertThat(check.look(Map.of())).isEqualTo(new Health(fetching, List.of()));
    }

    @Test
    void takesATaskThatRegistersItsFiguresForOneThatStarts() {
        figures.remove("wecom_failure");

        assertThat(check.look(Map.of())).isEqualTo(new Health(Fetching.STARTING, List.of()));
    }

    @Test
    void takesOnlyAnAnswerOfThisRunForTheLastPage() {
        figures.put("wecom_state", 1);
        figures.put("wecom_caught_up_age_seconds", 20L);

        clock.advance(Duration.ofSeconds(20));
        assertThat(check.look(Map.of()).fetching()).isEqualTo(Fetching.GOES_ON);

        clock.advance(Duration.ofSeconds(1));
        assertThat(check.look(Map.of()).fetching()).isEqualTo(Fetching.CAUGHT_UP);
    }

    @Test
    void saysWhatAPersonMustDo() {
        figures.put("wecom_state", 3);
        figures.put("wecom_failure", "the IP is not trusted: add it");

        Health health = check.look(Map.of());

        assertThat(health.waitsFor())
                .containsExactly("Nothing is fetched: the IP is not trusted: add it. It is tried again every minute.");
        assertThat(health.awaitsAPerson()).isTrue();
        assertThat(health.inShort()).isEqualTo("WAITS FOR YOU, see above");
    }

    @Test
    void saysWhatPassesByItself() {
        figures.put("wecom_state", 2);
        figures.put("wecom_failure", "no route");

        Health health = check.look(Map.of());

        assertThat(health.waitsFor())
                .containsExactly("Nothing is fetched: no route. It is tried again until it works.");
        assertThat(health.awaitsAPerson()).isFalse();
    }

    @Test
    void saysWhatHasStopped() {
        figures.put("wecom_state", 1);
        failed.put(CONNECTOR, "seq went backwards");

        Health health = check.look(Map.of());

        assertThat(health.fetching()).isEqualTo(Fetching.STOPPED);
        assertThat(health.waitsFor())
                .containsExactly("The connector " + CONNECTOR + " has stopped: seq went backwards");
    }

    @Test
    void namesTheKeyFileThatIsMissingAndTheOneThatIsWrong() {
        figures.put("wecom_state", 1);

        Health health = check.look(
                Map.of(new ParkedFor("ww1", "3", "missing-key"), 7L, new ParkedFor("ww1", "2", "key-mismatch"), 1L));

        assertThat(health.troubles())
                .containsExactly(
                        new Trouble(
                                Trouble.End.BY_A_PERSON,
                                1,
                                "Records of key version 2 of ww1 do not decrypt with /keys/ww1/2.pem: put the private key"
                                        + " of that version there."),
                        new Trouble(
                                Trouble.End.BY_A_PERSON,
                                7,
                                "Records of key version 3 of ww1 wait for their private key: put it into /keys/ww1/3.pem,"
                                        + " readable by its owner only."));
    }

    @Test
    void waitsForNobodyWhereOnlyACommandTriesAgain() {
        figures.put("wecom_state", 1);

        Health health = check.look(Map.of(new ParkedFor("ww1", "3", "native-crash"), 7L));

        assertThat(health.troubles()).extracting(Trouble::end).containsExactly(Trouble.End.BY_COMMAND);
        assertThat(health.waitsFor()).isEmpty();
    }
}
