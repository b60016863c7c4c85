package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
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
    private Rig rig;
    private Map<String, String> config;

    @BeforeEach
    void setUp(Servers servers, Rig ofThisTest) throws Exception {
        worker = servers.worker();
        rig = ofThisTest;
        config = rig.config();
        config.put("sdk.isolation", "process");
        config.put("page.limit", "20");
    }

    @Test
    void countsEveryCallOfATaskThatIsStoppedPausedRestartedOrDeleted() throws Exception {
        rig.tenant().grow(300);
        rig.put(worker, config);
        rig.awaitRaw(300);
        rig.stop(worker, rig.connector());
        requireEveryCallCounted();

        rig.server().conditions(rig.corpId()).inject(FaultPlan.parse("code=10001@1..3"));
        rig.tenant().grow(40);
        worker.rest().resume(rig.connector());
        rig.awaitRaw(340);
        worker.rest().pause(rig.connector());
        rig.tenant().grow(200);
        awaitCalls(5);
        rig.stop(worker, rig.connector());
        requireEveryCallCounted();

        worker.rest().resume(rig.connector());
        rig.awaitRaw(540);
        worker.rest().restartConnector(rig.connector());
        worker.rest().awaitRunning(rig.connector(), Duration.ofSeconds(30));
        awaitCalls(5);
        rig.delete(rig.connector());
        requireEveryCallCounted();

        assertThat(counted()).containsEntry(10001, 3L).containsKey(0);
    }

    @Test
    void countsEveryCallOfATaskThatFailsForGood() throws Exception {
        rig.tenant().grow(100);
        rig.put(worker, config);
        rig.awaitRaw(100);

        rig.server()
                .conditions(rig.corpId())
                .inject(FaultPlan.parse("code=10000@seq:" + rig.tenant().seqOf(100)));
        rig.tenant().grow(20);
        Rig.awaitFailure(worker, rig.connector());

        requireEveryCallCounted();
        assertThat(counted()).containsKey(10000);
    }

    @Test
    void countsEveryCallOfAWorkerThatIsShutDown() throws Exception {
        ConnectWorker own = rig.startWorker();
        rig.tenant().grow(300);
        rig.put(own, config);
        rig.awaitRaw(300);

        own.close();

        requireEveryCallCounted();
    }

    /** Until so many more pages have been asked for, whatever comes of them. */
    private void awaitCalls(int more) {
        long before = asked();
        await().atMost(60, TimeUnit.SECONDS).until(() -> asked() >= before + more);
    }

    private long asked() {
        return rig.server().conditions(rig.corpId()).pageCalls();
    }

    private void requireEveryCallCounted() {
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        counted().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(asked()));
    }

    /** Calls for pages by return value. */
    private Map<Integer, Long> counted() {
        return rig.calls().stream()
                .filter(calls -> calls.getFunction().equals(PAGES))
                .collect(Collectors.groupingBy(SdkCalls::getCode, Collectors.summingLong(SdkCalls::getCount)));
    }
}
