package org.wecomarchive.simulator.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.ExpectedOutcome;
import org.wecomarchive.simulator.tenant.KeyStrings;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** Every fault that costs the process of the library, as every front in a process of its own shows it. */
@Timeout(600)
@TestInstance(Lifecycle.PER_CLASS)
abstract class CrashContract {

    private static final String CORP = "wwcrashes";
    private static final String SECRET = "secret";
    private static final long ABORTS = 3;
    private static final long HANGS = 6;
    private static final int ODD = 15;

    private SimulatedTenant tenant;
    private SimulatorServer server;
    private String library;

    /** The front under test, as {@code sdk.library}. */
    abstract String library(SimulatorServer simulator, Path dir) throws IOException;

    @BeforeAll
    void serve(@TempDir Path dir) throws IOException {
        TenantSettings settings = TenantSettings.builder(CORP, SECRET, 23)
                .rotations()
                .faults(FaultPlan.parse("payload-abort@" + (ABORTS + 1) + ",payload-hang@" + (HANGS + 1)
                        + ",payload-code=77777@" + (ODD + 1)))
                .build();
        tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(20);
        server = SimulatorServer.start(tenant);
        library = library(server, dir);
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void calmTheServer() {
        server.conditions(CORP).inject(FaultPlan.none());
    }

    @Test
    void abortsOnAPageAndServesTheNextOne() throws Exception {
        server.conditions(CORP).inject(FaultPlan.parse("abort@1"));

        try (FinanceSdk sdk = open();
                ArchiveSession session = session(sdk)) {
            assertCrash(() -> session.fetchPage(0, 10), Kind.ABORTED);
            assertThat(session.fetchPage(0, 10)).isNotEmpty();
        }
    }

    @Test
    void abortsOnThePagesThatHoldARecord() throws Exception {
        server.conditions(CORP).inject(FaultPlan.parse("abort@seq:" + tenant.seqOf(2)));

        try (FinanceSdk sdk = open();
                ArchiveSession session = session(sdk)) {
            assertThat(session.fetchPage(0, 2)).isNotEmpty();
            assertCrash(() -> session.fetchPage(tenant.seqOf(1), 1), Kind.ABORTED);
            assertThat(session.fetchPage(tenant.seqOf(2), 10)).isNotEmpty();
        }
    }

    @Test
    void hangsOnAPage() throws Exception {
        server.conditions(CORP).inject(FaultPlan.parse("hang@1"));

        try (FinanceSdk sdk = open();
                ArchiveSession session = session(sdk)) {
            assertCrash(() -> session.fetchPage(0, 10), Kind.HUNG);
            assertThat(session.fetchPage(0, 10)).isNotEmpty();
        }
    }

    @Test
    void abortsAndHangsOnMedia() throws Exception {
        server.conditions(CORP).inject(FaultPlan.parse("media-abort@1,media-hang@2"));

        try (FinanceSdk sdk = open();
                ArchiveSession session = session(sdk)) {
            assertCrash(() -> session.fetchMedia("unknown", ""), Kind.ABORTED);
        }
        try (FinanceSdk sdk = open();
                ArchiveSession session = session(sdk)) {
            assertCrash(() -> session.fetchMedia("unknown", ""), Kind.HUNG);
        }
    }

    @Test
    void abortsOnAPayloadAndDecryptsTheOthers() throws Exception {
        try (FinanceSdk sdk = open()) {
            assertCrash(() -> sdk.decrypt(payload(ABORTS)), Kind.ABORTED);
            assertThat(sdk.decrypt(payload(ABORTS - 1))).isEqualTo(tenant.plaintext(tenant.seqOf(ABORTS - 1)));
        }
        assertThat(outcome(ABORTS)).isEqualTo(ExpectedOutcome.NATIVE_CRASH);
        assertThat(outcome(ABORTS - 1)).isEqualTo(ExpectedOutcome.EVENT);
    }

    @Test
    void hangsOnAPayload() throws Exception {
        try (FinanceSdk sdk = open()) {
            assertCrash(() -> sdk.decrypt(payload(HANGS)), Kind.HUNG);
        }
        assertThat(outcome(HANGS)).isEqualTo(ExpectedOutcome.NATIVE_CRASH);
    }

    @Test
    void answersAPayloadWithAnyCode() throws Exception {
        try (FinanceSdk sdk = open()) {
            assertThatThrownBy(() -> sdk.decrypt(payload(ODD))).isInstanceOfSatisfying(SdkException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(77777);
                assertThat(refusal.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            });
        }
        assertThat(outcome(ODD)).isEqualTo(ExpectedOutcome.REFUSED_FOR_NOW);
    }

    private FinanceSdk open() {
        return FinanceSdks.open(new SdkSettings(library, Isolation.PROCESS, Duration.ofSeconds(2)));
    }

    private static ArchiveSession session(FinanceSdk sdk) throws SdkException {
        return sdk.open(new CorpCredentials(CORP, SECRET, "", "", Duration.ofSeconds(1)));
    }

    private EncryptedPayload payload(long index) {
        SimulatedRecord record = tenant.record(tenant.seqOf(index));
        return new EncryptedPayload(KeyStrings.decrypt(tenant, record), record.encryptChatMsg());
    }

    private ExpectedOutcome outcome(long index) {
        return tenant.expectedOutcome(tenant.seqOf(index));
    }

    private static void assertCrash(ThrowingCallable call, Kind kind) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(SdkCrashException.class))
                .satisfies(crash -> {
                    assertThat(crash.kind()).isEqualTo(kind);
                    assertThat(crash.aloneInFlight()).isTrue();
                });
    }
}
