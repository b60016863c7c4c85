package org.wecomarchive.quickstart;

import static org.wecomarchive.quickstart.Disturbance.KILL_DECRYPTOR;
import static org.wecomarchive.quickstart.Disturbance.KILL_LIBRARY_HOSTS;
import static org.wecomarchive.quickstart.Disturbance.KILL_WORKER;
import static org.wecomarchive.quickstart.Disturbance.STALL_WORKER;
import static org.wecomarchive.quickstart.Disturbance.START_NODE;
import static org.wecomarchive.quickstart.Disturbance.STOP_NODE;
import static org.wecomarchive.testkit.ledger.Guarantee.NO_DUPLICATE;
import static org.wecomarchive.testkit.ledger.Guarantee.NO_LOSS;
import static org.wecomarchive.testkit.ledger.Guarantee.ONE_OUTCOME;
import static org.wecomarchive.testkit.ledger.Guarantee.PER_CONVERSATION_ORDER;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

@Timeout(900)
@ExtendWith(SharedServers.class)
class ScenarioIT {

    @TempDir
    Path dir;

    /** How soon they go on is measured by {@code bin/benchmark fail-over}. */
    @Test
    void othersGoOnAndEveryGuaranteeIsKeptWhileEverythingDiesOnce(RegistryServer registry) throws Exception {
        Scenario.produce(4_500, dir, registry)
                .through(STOP_NODE, KILL_LIBRARY_HOSTS, KILL_WORKER, STALL_WORKER, KILL_DECRYPTOR, START_NODE)
                .verify(NO_LOSS, NO_DUPLICATE, PER_CONVERSATION_ORDER, ONE_OUTCOME);
    }
}
