package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** Brokers that take a page more slowly than its transaction may last. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class SlowBrokersIT {

    private static final int RECORDS = 12;
    private static final double BYTES_PER_SECOND = 200_000;

    @Test
    void publishesAPageInTransactionsThatCanBeSentInTime(Servers servers, IngestorFixture fixture) throws Exception {
        ConnectWorker worker = servers.worker();
        String client = "slow-" + fixture.connector();
        limitProducer(servers.bootstrapServers(), client);
        TenantSettings settings = TenantSettings.builder("ww-slow", IngestorFixture.SECRET, 7)
                .faults(FaultPlan.parse("forwarded=256KiB@1.." + RECORDS))
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            tenant.grow(RECORDS);
            Map<String, String> config = fixture.config();
            config.put("corp.id", "ww-slow");
            config.put("sdk.library", server.library());
            config.put("producer.override.client.id", client);
            config.put("producer.override.transaction.timeout.ms", "10000");
            config.put("producer.override.max.request.size", "33554432");
            fixture.put(worker, config);

            for (int published = 1; published <= RECORDS; published++) {
                fixture.awaitRaw(published);
            }

            assertThat(fixture.awaitRaw(RECORDS))
                    .extracting(IngestorFixture.Raw::delivery)
                    .containsOnly("live");
            assertThat(worker.status(fixture.connector()).running()).isTrue();
            fixture.delete(fixture.connector());
        }
    }

    private static void limitProducer(String bootstrapServers, String client) throws Exception {
        ClientQuotaEntity producer = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, client));
        ClientQuotaAlteration.Op limit = new ClientQuotaAlteration.Op("producer_byte_rate", BYTES_PER_SECOND);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(producer, List.of(limit))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
