package org.wecomarchive.simulator.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.KeyStrings;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** What the front without native code makes of aborts and hangs in a JVM that is not its own. */
@Timeout(600)
class SharedJvmCrashIT {

    private static SimulatedTenant tenant;
    private static SimulatorServer server;

    @BeforeAll
    static void serve() throws Exception {
        TenantSettings settings = TenantSettings.builder("wwcrashes", "secret", 23)
                .rotations()
                .faults(FaultPlan.parse("payload-abort@1,payload-hang@2"))
                .build();
        tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(5);
        server = SimulatorServer.start(tenant);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void crashesTheCallAlone() throws Exception {
        try (FinanceSdk sdk = open()) {
            assertThatThrownBy(() -> sdk.decrypt(payload(0)))
                    .asInstanceOf(InstanceOfAssertFactories.type(SdkCrashException.class))
                    .satisfies(crash -> {
                        assertThat(crash.kind()).isEqualTo(Kind.ABORTED);
                        assertThat(crash.aloneInFlight()).isTrue();
                    });
            assertThat(sdk.decrypt(payload(2))).isEqualTo(tenant.plaintext(tenant.seqOf(2)));
        }
    }

    @Test
    void hangsUntilTheLibraryIsClosed() {
        FinanceSdk sdk = open();
        CompletableFuture<byte[]> hanging = CompletableFuture.supplyAsync(() -> decrypt(sdk));

        await().during(Duration.ofMillis(500)).atMost(Duration.ofMinutes(2)).until(() -> !hanging.isDone());
        sdk.close();

        assertThatThrownBy(hanging::join)
                .isInstanceOf(CompletionException.class)
                .extracting(Throwable::getCause)
                .asInstanceOf(InstanceOfAssertFactories.type(SdkCrashException.class))
                .extracting(SdkCrashException::kind)
                .isEqualTo(Kind.HUNG);
    }

    private static byte[] decrypt(FinanceSdk sdk) {
        try {
            return sdk.decrypt(payload(1));
        } catch (SdkException e) {
            throw new CompletionException(e);
        }
    }

    private static FinanceSdk open() {
        return FinanceSdks.open(new SdkSettings(server.library(), Isolation.NONE, Duration.ofSeconds(2)));
    }

    private static EncryptedPayload payload(long index) {
        SimulatedRecord record = tenant.record(tenant.seqOf(index));
        return new EncryptedPayload(KeyStrings.decrypt(tenant, record), record.encryptChatMsg());
    }
}
