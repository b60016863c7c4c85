package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** The topic of calls says as many calls as WeCom's side has counted itself, whichever way a task ends in order. */
@Timeout(180)
@ExtendWith(ServersExtension.class)
final class CallsIT {

    private static final String PAGES = "GetChatData";

    private ConnectWorker worker;
    private IngestorFixture fixture;
    private Map<String, String> config;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
        config = fixture.config();
        config.put("sdk.isolation", "process");
        config.put("page.limit", "20");
    }

    @Test
    void countsEveryCallOfATaskThatIsStoppedPausedRestartedOrDeleted() throws Exception {
        fixture.tenant().grow(300);
        fixture.put(worker, config);
        fixture.awaitRaw(300);
        fixture.stop(worker, fixture.connector());
        requireEveryCallCounted();

        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.parse("code=10001@1..3"));
        fixture.tenant().grow(40);
        worker.rest().resume(fixture.connector());
        fixture.awaitRaw(340);
        worker.rest().pause(fixture.connector());
        fixture.tenant().grow(200);
        awaitCalls(5);
        fixture.stop(worker, fixture.connector());
        requireEveryCallCounted();

        worker.rest().resume(fixture.connector());
        fixture.awaitRaw(540);
        worker.rest().restartConnector(fixture.connector());
        worker.rest().awaitRunning(fixture.connector(), Duration.ofSeconds(30));
        awaitCalls(5);
        fixture.delete(fixture.connector());
        requireEveryCallCounted();

        assertThat(counted()).containsEntry(10001, 3L).containsKey(0);
    }

    @Test
    void countsEveryCallOfATaskThatFailsForGood() throws Exception {
        fixture.tenant().grow(100);
        fixture.put(worker, config);
        fixture.awaitRaw(100);

        fixture.server()
                .conditions(fixture.corpId())
                .inject(FaultPlan.parse("code=10000@seq:" + fixture.tenant().seqOf(100)));
        fixture.tenant().grow(20);
        IngestorFixture.awaitFailure(worker, fixture.connector());

        requireEveryCallCounted();
        assertThat(counted()).containsKey(10000);
    }

    @Test
    void asksForSmallerPagesWhereWeComRefusesLargeOnesAndBlamesNobody() throws Exception {
        config.put("page.limit", "100");
        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.parse("toolarge=20@always"));
        fixture.tenant().grow(2600);
        fixture.put(worker, config);
        fixture.awaitRaw(2600);
        fixture.stop(worker, fixture.connector());

        requireEveryCallCounted();
        assertThat(asked()).isGreaterThan(200);
        assertThat(fixture.calls())
                .filteredOn(calls -> calls.getErrcode() != 0)
                .extracting(SdkCalls::getErrcode, SdkCalls::getFault, SdkCalls::getCount)
                .containsExactly(tuple(301058, "neutral", 3L));
    }

    @Test
    void countsEveryCallOfAWorkerThatIsShutDown() throws Exception {
        ConnectWorker own = fixture.startWorker();
        fixture.tenant().grow(300);
        fixture.put(own, config);
        fixture.awaitRaw(300);

        own.close();

        requireEveryCallCounted();
    }

    /** Until so many more pages have been asked for, whatever comes of them. */
    private void awaitCalls(int more) {
        long before = asked();
        await().atMost(60, TimeUnit.SECONDS).until(() -> asked() >= before + more);
    }

    private long asked() {
        return fixture.server().conditions(fixture.corpId()).pageCalls();
    }

    private void requireEveryCallCounted() {
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        counted().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(asked()));
    }

    /** Calls for pages by return value. */
    private Map<Integer, Long> counted() {
        return fixture.calls().stream()
                .filter(calls -> calls.getFunction().equals(PAGES))
                .collect(Collectors.groupingBy(SdkCalls::getCode, Collectors.summingLong(SdkCalls::getCount)));
    }
}
