package org.wecomarchive.simulator.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.ExpectedOutcome;
import org.wecomarchive.simulator.tenant.KeyStrings;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/** What every front of the simulator shows of a tenant: each is compared with the tenant, so all are alike. */
@Timeout(600)
@TestInstance(Lifecycle.PER_CLASS)
abstract class FrontContract {

    private static final int RECORDS = 600;
    private static final String CORP = "wwtest";
    private static final String SECRET = "secret";
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final Map<ExpectedOutcome, Integer> REFUSALS = new EnumMap<>(Map.of(
            ExpectedOutcome.KEY_STRING_REFUSED, 10008,
            ExpectedOutcome.MESSAGE_REFUSED, 10006));
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private SimulatedTenant tenant;
    private SimulatorServer server;
    private FinanceSdk sdk;

    /** The front under test, as {@code sdk.library}. */
    abstract String library(SimulatorServer simulator, Path dir) throws IOException;

    abstract Isolation isolation();

    @BeforeAll
    void open(@TempDir Path dir) throws IOException {
        tenant = SimulatedTenant.inMemory(
                TenantSettings.builder(CORP, SECRET, 21)
                        .damageShare(0.1)
                        .rotations()
                        .build(),
                Clock.systemUTC());
        tenant.grow(RECORDS);
        server = SimulatorServer.start(tenant);
        sdk = FinanceSdks.open(new SdkSettings(library(server, dir), isolation(), Duration.ofSeconds(10)));
    }

    @AfterAll
    void close() throws IOException {
        if (sdk != null) {
            sdk.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void calmTheServer() {
        server.conditions(CORP).answerWithErrcode(0);
        server.conditions(CORP).delayAnswersBy(Duration.ZERO);
    }

    @Test
    void fetchesTheRecordsOfTheTenant() throws Exception {
        List<SimulatedRecord> fetched = new ArrayList<>();

        try (ArchiveSession session = session(SECRET)) {
            List<SimulatedRecord> page = records(session.fetchPage(0, 250));
            while (!page.isEmpty()) {
                fetched.addAll(page);
                page = records(session.fetchPage(page.get(page.size() - 1).seq(), 250));
            }
        }

        assertThat(fetched).isEqualTo(tenant.after(0, RECORDS));
    }

    @Test
    void decryptsAndRefusesAsTheTenantExpects() throws Exception {
        List<SimulatedRecord> records = tenant.after(0, RECORDS).stream()
                .filter(record -> outcomeOf(record) != ExpectedOutcome.KEY_NOT_BASE64)
                .filter(record -> outcomeOf(record) != ExpectedOutcome.KEY_WRONG_LENGTH)
                .toList();
        List<EncryptedPayload> payloads = records.stream()
                .map(record -> new EncryptedPayload(KeyStrings.decrypt(tenant, record), record.encryptChatMsg()))
                .toList();

        List<DecryptOutcome> outcomes = sdk.decryptAll(payloads);

        assertThat(outcomes).hasSameSizeAs(records);
        for (int i = 0; i < outcomes.size(); i++) {
            SimulatedRecord record = records.get(i);
            Integer refusal = REFUSALS.get(outcomeOf(record));
            if (refusal == null) {
                assertThat(outcomes.get(i)).isEqualTo(new DecryptOutcome.Decrypted(tenant.plaintext(record.seq())));
            } else {
                assertRefused(outcomes.get(i)::payload, refusal, FailureClass.BAD_RECORD);
            }
        }
        assertThat(records.stream().map(this::outcomeOf).collect(Collectors.toSet()))
                .containsAll(REFUSALS.keySet());
    }

    @Test
    void refusesWhatWouldEndTheProcess() {
        assertRefused(() -> sdk.decrypt(new EncryptedPayload(KEY, "AAAABBBBCCCC")), 0, FailureClass.BAD_RECORD);
        assertRefused(() -> sdk.decrypt(new EncryptedPayload("A====", KEY)), 0, FailureClass.BAD_KEY);
        assertRefused(() -> sdk.decrypt(new EncryptedPayload("", KEY)), 0, FailureClass.BAD_KEY);
    }

    @Test
    void refusesAKeyOfAnotherMessage() {
        String message = tenant.record(tenant.seqOf(0)).encryptChatMsg();

        assertRefused(() -> sdk.decrypt(new EncryptedPayload(KEY, message)), 10006, FailureClass.BAD_RECORD);
    }

    @Test
    void assemblesAFileFromItsChunks() throws Exception {
        JsonNode file = largeFile();
        ByteArrayOutputStream content = new ByteArrayOutputStream();

        try (ArchiveSession session = session(SECRET)) {
            MediaChunk chunk = session.fetchMedia(file.path("sdkfileid").asText(), "");
            content.write(chunk.content());
            while (!chunk.last()) {
                chunk = session.fetchMedia(file.path("sdkfileid").asText(), chunk.nextIndex());
                content.write(chunk.content());
            }
            assertThat(chunk.nextIndex()).isEmpty();
        }

        byte[] expected = tenant.media(file.path("sdkfileid").asText())
                .orElseThrow()
                .file()
                .content(0, file.path("filesize").asInt());
        assertThat(content.toByteArray()).hasSizeGreaterThan(524_288).isEqualTo(expected);
    }

    @Test
    void refusesMediaThatDoesNotExist() throws Exception {
        try (ArchiveSession session = session(SECRET)) {
            assertRefused(() -> session.fetchMedia("unknown", ""), 10005, FailureClass.BAD_RECORD);
            assertRefused(() -> session.fetchMedia("", ""), 10000, FailureClass.BAD_RECORD);
        }
    }

    @Test
    void passesErrcodesOn() throws Exception {
        server.conditions(CORP).answerWithErrcode(301042);

        try (ArchiveSession session = session(SECRET)) {
            JsonNode page = JSON.readTree(session.fetchPage(0, 10));

            assertThat(page.path("errcode").asInt()).isEqualTo(301042);
            assertThat(page.path("chatdata").isArray()).isTrue();
            assertThat(page.path("chatdata").isEmpty()).isTrue();
        }
        server.conditions(CORP).answerWithErrcode(0);
        try (ArchiveSession session = session("wrong")) {
            assertThat(JSON.readTree(session.fetchPage(0, 10)).path("errcode").asInt())
                    .isEqualTo(40001);
        }
    }

    @Test
    void failsAfterTheTimeoutAndRecovers() throws Exception {
        server.conditions(CORP).delayAnswersBy(Duration.ofSeconds(30));

        try (ArchiveSession session = session(SECRET, Duration.ofSeconds(2))) {
            assertRefused(() -> session.fetchPage(0, 10), 10001, FailureClass.TRANSIENT);
            server.conditions(CORP).delayAnswersBy(Duration.ZERO);
            assertThat(records(session.fetchPage(0, 10))).hasSize(10);
        }
    }

    @Test
    void refusesAMalformedProxy() throws Exception {
        CorpCredentials credentials =
                new CorpCredentials(CORP, SECRET, "proxy:3128", "user:password", Duration.ofSeconds(5));

        try (ArchiveSession session = sdk.open(credentials)) {
            assertRefused(() -> session.fetchPage(0, 10), 10001, FailureClass.TRANSIENT);
        }
    }

    private ArchiveSession session(String secret) throws SdkException {
        return session(secret, Duration.ofSeconds(20));
    }

    private ArchiveSession session(String secret, Duration timeout) throws SdkException {
        return sdk.open(new CorpCredentials(CORP, secret, "", "", timeout));
    }

    private ExpectedOutcome outcomeOf(SimulatedRecord record) {
        return tenant.expectedOutcome(record.seq());
    }

    private static void assertRefused(ThrowingCallable call, int code, FailureClass failureClass) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(SdkException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.failureClass()).isEqualTo(failureClass);
                });
    }

    private static List<SimulatedRecord> records(byte[] page) throws IOException {
        List<SimulatedRecord> records = new ArrayList<>();
        for (JsonNode record :
                JSON.readTree(new String(page, StandardCharsets.UTF_8)).path("chatdata")) {
            records.add(new SimulatedRecord(
                    record.path("seq").asLong(),
                    record.path("msgid").asText(),
                    record.path("publickey_ver").asInt(),
                    record.path("encrypt_random_key").asText(),
                    record.path("encrypt_chat_msg").asText()));
        }
        return records;
    }

    private JsonNode largeFile() throws IOException {
        JsonNode largest = JSON.createObjectNode();
        for (SimulatedRecord record : tenant.after(0, RECORDS)) {
            if (outcomeOf(record).event()) {
                JsonNode file = JSON.readTree(tenant.plaintext(record.seq())).path("file");
                largest =
                        file.path("filesize").asInt() > largest.path("filesize").asInt() ? file : largest;
            }
        }
        return largest;
    }
}
