package org.wecomarchive.quickstart;

import static org.wecomarchive.quickstart.Disturbance.KILL_LIBRARY_HOSTS;
import static org.wecomarchive.quickstart.Disturbance.KILL_WORKER;
import static org.wecomarchive.quickstart.Disturbance.RESTART_DECRYPTOR;
import static org.wecomarchive.quickstart.Disturbance.START_NODE;
import static org.wecomarchive.quickstart.Disturbance.STOP_NODE;
import static org.wecomarchive.quickstart.Moment.HALF;
import static org.wecomarchive.quickstart.Moment.QUARTER;
import static org.wecomarchive.quickstart.Moment.THREE_QUARTERS;
import static org.wecomarchive.testkit.ledger.Guarantee.NO_DUPLICATE;
import static org.wecomarchive.testkit.ledger.Guarantee.NO_LOSS;
import static org.wecomarchive.testkit.ledger.Guarantee.ONE_OUTCOME;
import static org.wecomarchive.testkit.ledger.Guarantee.PER_CONVERSATION_ORDER;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class ScenarioIT {

    @TempDir
    Path dir;

    @Test
    void keepsEveryGuaranteeWhileEverythingDiesOnceAndOneOfThreeNodesIsAway() throws Exception {
        Scenario.produce(5_000)
                .in(dir)
                .on(3)
                .when(QUARTER, STOP_NODE)
                .when(QUARTER, KILL_WORKER)
                .when(HALF, KILL_LIBRARY_HOSTS)
                .when(HALF, RESTART_DECRYPTOR)
                .when(THREE_QUARTERS, START_NODE)
                .verify(NO_LOSS, NO_DUPLICATE, PER_CONVERSATION_ORDER, ONE_OUTCOME);
    }
}
