package org.wecomarchive.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ServiceLoader;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdkProvider;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

@Timeout(600)
class SimulatorServerIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static SimulatorServer server;
    private static FinanceSdk sdk;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = SimulatorServer.start(tenant("wwone", 1), tenant("wwtwo", 2));
        sdk = open(server.library());
    }

    @AfterAll
    static void stopTheServer() throws IOException {
        sdk.close();
        server.close();
    }

    @AfterEach
    void calmTheServer() {
        server.conditions("wwone").answerWithErrcode(0);
        server.conditions("wwone").delayAnswersBy(Duration.ZERO);
    }

    @Test
    void answersOneCorpWithAnErrcodeAndTheOtherWithRecords() throws Exception {
        server.conditions("wwone").answerWithErrcode(301042);

        assertThat(page("wwone").path("errcode").asInt()).isEqualTo(301042);
        assertThat(page("wwone").path("chatdata").isEmpty()).isTrue();
        assertThat(page("wwtwo").path("errcode").asInt()).isZero();
        assertThat(page("wwtwo").path("chatdata")).hasSize(20);
    }

    @Test
    void answersForNoCorpThatItDoesNotHave() throws Exception {
        assertThat(page("wwthree").path("errcode").asInt()).isEqualTo(40013);
    }

    @Test
    void letsACallerRunIntoItsTimeout() throws Exception {
        server.conditions("wwone").delayAnswersBy(Duration.ofSeconds(30));

        try (ArchiveSession session = sdk.open(credentials("wwone", Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> session.fetchPage(0, 10))
                    .asInstanceOf(InstanceOfAssertFactories.type(SdkException.class))
                    .extracting(SdkException::code)
                    .isEqualTo(10001);
            server.conditions("wwone").delayAnswersBy(Duration.ZERO);
            assertThat(session.fetchPage(0, 10)).isNotEmpty();
        }
    }

    @Test
    void endsAConnectionThatSendsNonsenseAndServesTheOthers() throws Exception {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            new DataOutputStream(socket.getOutputStream()).writeInt(Integer.MAX_VALUE);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(page("wwtwo").path("chatdata")).hasSize(20);
    }

    @Test
    void refusesConnectionsAfterItsEnd() throws Exception {
        SimulatorServer other = SimulatorServer.start(tenant("wwone", 1));
        try (FinanceSdk otherSdk = open(other.library());
                ArchiveSession session = otherSdk.open(credentials("wwone"))) {
            assertThat(session.fetchPage(0, 10)).isNotEmpty();

            other.close();
            other.close();

            assertThatThrownBy(() -> session.fetchPage(0, 10))
                    .asInstanceOf(InstanceOfAssertFactories.type(SdkException.class))
                    .extracting(SdkException::code)
                    .isEqualTo(10001);
        }
    }

    private static JsonNode page(String corpId) throws Exception {
        try (ArchiveSession session = session(corpId)) {
            return JSON.readTree(session.fetchPage(0, 1000));
        }
    }

    private static ArchiveSession session(String corpId) throws SdkException {
        return sdk.open(credentials(corpId));
    }

    private static CorpCredentials credentials(String corpId) {
        return credentials(corpId, Duration.ofSeconds(20));
    }

    private static CorpCredentials credentials(String corpId, Duration timeout) {
        return new CorpCredentials(corpId, "secret-of-" + corpId, "", "", timeout);
    }

    private static FinanceSdk open(String library) {
        return ServiceLoader.load(FinanceSdkProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.supports(library))
                .findFirst()
                .orElseThrow()
                .open(library);
    }

    private static SimulatedTenant tenant(String corpId, long seed) {
        TenantSettings settings = TenantSettings.builder(corpId, "secret-of-" + corpId, seed)
                .rotations()
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(20);
        return tenant;
    }
}
