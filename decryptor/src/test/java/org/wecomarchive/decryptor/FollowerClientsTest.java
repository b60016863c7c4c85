package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.UnresolvedBrokersException;

final class FollowerClientsTest {

    /** No name service has the domain of the broker (RFC 6761). */
    private final FollowerClients clients = new FollowerClients(new DecryptorConfig(Map.of(
            "kafka.bootstrap.servers", "kafka-0.invalid:9092",
            "schema.registry.url", "http://registry:8081",
            "keys.dir", "/keys",
            "sdk.library", "/lib/libWeWorkFinanceSdk_C.so")));

    @Test
    void leaveTheWaitingForNamesOfBrokersToTheLoops() {
        assertThatThrownBy(clients::release).isInstanceOf(UnresolvedBrokersException.class);
        assertThatThrownBy(clients::parked).isInstanceOf(UnresolvedBrokersException.class);
        assertThatThrownBy(clients::erasures).isInstanceOf(UnresolvedBrokersException.class);
        assertThatThrownBy(clients::boundedAdmin).isInstanceOf(UnresolvedBrokersException.class);
    }
}
