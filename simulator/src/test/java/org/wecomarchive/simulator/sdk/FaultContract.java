package org.wecomarchive.simulator.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.MediaChunk;
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

/** Every fault that leaves the process alive, as every front shows it. */
@Timeout(600)
@TestInstance(Lifecycle.PER_CLASS)
abstract class FaultContract {

    private static final int RECORDS = 400;
    private static final String CORP = "wwfaults";
    private static final String JUMPING_CORP = "wwjumps";
    private static final String SECRET = "secret";
    private static final String PAYLOADS =
            "refused-key@31,refused-message@32,bad-json@33,forwarded=2MiB@34,damaged-text@35";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private SimulatedTenant tenant;
    private SimulatedTenant jumping;
    private SimulatorServer server;
    private FinanceSdk sdk;

    /** The front under test, as {@code sdk.library}. */
    abstract String library(SimulatorServer simulator, Path dir) throws IOException;

    abstract Isolation isolation();

    @BeforeAll
    void open(@TempDir Path dir) throws IOException {
        tenant = tenant(CORP, 21);
        jumping = tenant(JUMPING_CORP, 22);
        server = SimulatorServer.start(tenant, jumping);
        sdk = FinanceSdks.open(new SdkSettings(library(server, dir), isolation(), Duration.ofSeconds(10)));
    }

    private static SimulatedTenant tenant(String corp, long seed) {
        TenantSettings settings = TenantSettings.builder(corp, SECRET, seed)
                .damageShare(0)
                .rotations()
                .faults(FaultPlan.parse(PAYLOADS))
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(RECORDS);
        return tenant;
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
        server.conditions(CORP).inject(FaultPlan.none());
    }

    @Test
    void returnsEveryCodeAtItsCall() throws Exception {
        inject("code=10000@1,code=10001@2,code=10002@3,code=10003@4,code=10004@5,code=10005@6,code=10006@7,"
                + "code=10007@8,code=10008@9,code=10009@10,code=10010@11,code=10011@12,code=10099@13");

        try (ArchiveSession session = session()) {
            List<Integer> codes = new ArrayList<>();
            for (int call = 1; call <= 13; call++) {
                codes.add(codeOf(() -> session.fetchPage(0, 10)));
            }

            assertThat(codes)
                    .containsExactly(
                            10000, 10001, 10002, 10003, 10004, 10005, 10006, 10007, 10008, 10009, 10010, 10011, 10099);
            assertThat(seqs(session.fetchPage(0, 10))).isEqualTo(firstSeqs(10));
        }
    }

    @Test
    void answersErrcodesWithAReturnValueOfZero() throws Exception {
        inject("errcode=45009@every:2,errcode=-1@3");

        try (ArchiveSession session = session()) {
            assertThat(errcode(session)).isZero();
            assertThat(errcode(session)).isEqualTo(45009);
            assertThat(errcode(session)).isEqualTo(-1);
            assertThat(errcode(session)).isEqualTo(45009);
        }
    }

    @Test
    void leavesChatdataOut() throws Exception {
        inject("no-chatdata@1");

        try (ArchiveSession session = session()) {
            assertThat(JSON.readTree(session.fetchPage(0, 10)).fieldNames())
                    .toIterable()
                    .containsExactly("errcode", "errmsg");
            assertThat(seqs(session.fetchPage(0, 10))).hasSize(10);
        }
    }

    @ParameterizedTest
    @CsvSource({"garbage", "truncated"})
    void answersWhatIsNoJson(String fault) throws Exception {
        inject(fault + "@1..2");

        try (ArchiveSession session = session()) {
            for (int call = 1; call <= 2; call++) {
                byte[] page = session.fetchPage(0, 10);
                assertThat(page).hasSizeGreaterThan(1000);
                assertThatThrownBy(() -> JSON.readTree(page)).isInstanceOf(JsonProcessingException.class);
            }
            assertThat(seqs(session.fetchPage(0, 10))).hasSize(10);
        }
    }

    @Test
    void answersTooLate() throws Exception {
        inject("latency=30s@1,media-latency=30s@1");

        try (ArchiveSession session = session(Duration.ofSeconds(1))) {
            assertThat(codeOf(() -> session.fetchPage(0, 10))).isEqualTo(10001);
            assertThat(codeOf(() -> session.fetchMedia("unknown", ""))).isEqualTo(10001);
            assertThat(seqs(session.fetchPage(0, 10))).hasSize(10);
        }
    }

    @Test
    void goesBackwards() throws Exception {
        inject("backwards@1,descending@2");

        try (ArchiveSession session = session()) {
            assertThat(seqs(session.fetchPage(tenant.seqOf(99), 10))).isEqualTo(firstSeqs(10));
            assertThat(seqs(session.fetchPage(0, 3)))
                    .containsExactly(tenant.seqOf(2), tenant.seqOf(1), tenant.seqOf(0));
        }
    }

    @Test
    void givesOneSeqTwice() throws Exception {
        inject("repeated@1,rewritten@2");

        try (ArchiveSession session = session()) {
            JsonNode repeated = records(session.fetchPage(0, 3));
            JsonNode rewritten = records(session.fetchPage(0, 3));

            assertThat(repeated).hasSize(4);
            assertThat(repeated.get(1)).isEqualTo(repeated.get(0));
            assertThat(rewritten).hasSize(4);
            assertThat(rewritten.get(1).path("seq")).isEqualTo(rewritten.get(0).path("seq"));
            assertThat(rewritten.get(1)).isNotEqualTo(rewritten.get(0));
        }
    }

    @Test
    void skipsWhatAnOutageLost() throws Exception {
        server.conditions(JUMPING_CORP).inject(FaultPlan.parse("jump=3d@2"));

        try (ArchiveSession session = session(JUMPING_CORP, Duration.ofSeconds(20))) {
            assertThat(seqs(session.fetchPage(0, 1))).containsExactly(jumping.seqOf(0));
            long next = seqs(session.fetchPage(jumping.seqOf(0), 1)).get(0);

            assertThat(next).isGreaterThan(jumping.seqOf(100));
            assertThat(jumping.retained(next)).isTrue();
            assertThat(jumping.retained(jumping.seqOf(jumping.indexOf(next) - 1)))
                    .isFalse();
            assertThat(seqs(session.fetchPage(0, 1))).containsExactly(next);
        }
    }

    @Test
    void befallsTheSameShareOfCallsInEveryRun() throws Exception {
        List<Integer> first = codesWithAShare();

        List<Integer> second = codesWithAShare();

        assertThat(first).contains(0, 10003).isEqualTo(second);
    }

    private List<Integer> codesWithAShare() throws Exception {
        inject("code=10003@share:0.5");
        List<Integer> codes = new ArrayList<>();
        try (ArchiveSession session = session()) {
            for (int call = 1; call <= 20; call++) {
                codes.add(codeOf(() -> session.fetchPage(0, 1)));
            }
        }
        return codes;
    }

    @Test
    void befallsThePagesThatHoldARecord() throws Exception {
        inject("code=10002@seq:" + tenant.seqOf(5));

        try (ArchiveSession session = session()) {
            assertThat(codeOf(() -> session.fetchPage(0, 10))).isEqualTo(10002);
            assertThat(codeOf(() -> session.fetchPage(0, 5))).isZero();
            assertThat(codeOf(() -> session.fetchPage(tenant.seqOf(4), 1))).isEqualTo(10002);
            assertThat(codeOf(() -> session.fetchPage(tenant.seqOf(5), 1))).isZero();
        }
    }

    @Test
    void failsAChunk() throws Exception {
        inject("media-code=10003@2,media-code=10002@chunk:3");
        String id = largeFile().path("sdkfileid").asText();

        try (ArchiveSession session = session()) {
            MediaChunk first = session.fetchMedia(id, "");
            assertThat(codeOf(() -> session.fetchMedia(id, first.nextIndex()))).isEqualTo(10003);
            MediaChunk second = session.fetchMedia(id, first.nextIndex());
            assertThat(second.content()).isNotEmpty();
            assertThat(codeOf(() -> session.fetchMedia(id, "Range:bytes=1048576-1048577")))
                    .isEqualTo(10002);
        }
    }

    @Test
    void garblesAFileOnce() throws Exception {
        inject("media-garbled@1");
        JsonNode file = largeFile();

        try (ArchiveSession session = session()) {
            byte[] garbled = download(session, file);
            byte[] whole = download(session, file);

            assertThat(garbled).hasSameSizeAs(whole);
            assertThat(md5(garbled)).isNotEqualTo(file.path("md5sum").asText());
            assertThat(md5(whole)).isEqualTo(file.path("md5sum").asText());
        }
    }

    @Test
    void truncatesAFile() throws Exception {
        inject("media-truncated@chunk:1");
        JsonNode file = largeFile();

        try (ArchiveSession session = session()) {
            MediaChunk chunk = session.fetchMedia(file.path("sdkfileid").asText(), "");

            assertThat(chunk.last()).isTrue();
            assertThat(chunk.content()).hasSize(262_144);
        }
    }

    @Test
    void refusesTheRecordsThatThePlanDamages() {
        assertThat(codeOf(() -> sdk.decrypt(payload(30)))).isEqualTo(10008);
        assertThat(codeOf(() -> sdk.decrypt(payload(31)))).isEqualTo(10006);
        assertThat(List.of(outcome(30), outcome(31)))
                .containsOnly(ExpectedOutcome.KEY_STRING_REFUSED, ExpectedOutcome.MESSAGE_REFUSED);
    }

    @Test
    void decryptsWhatIsNotJson() throws Exception {
        byte[] plaintext = sdk.decrypt(payload(32));

        assertThat(outcome(32)).isEqualTo(ExpectedOutcome.NOT_JSON);
        assertThatThrownBy(() -> JSON.readTree(plaintext)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void decryptsATextThatIsDamaged() throws Exception {
        byte[] plaintext = sdk.decrypt(payload(34));

        assertThat(outcome(34)).isEqualTo(ExpectedOutcome.EVENT);
        assertThat(plaintext).isEqualTo(tenant.plaintext(tenant.seqOf(34)));
        assertThat(new String(plaintext, StandardCharsets.UTF_8)).endsWith(",\"note\":\"\uFFFD\\x41\"}");
    }

    @Test
    void bringsMergedForwardsOfMegabytes() throws Exception {
        SimulatedRecord fetched;
        try (ArchiveSession session = session()) {
            JsonNode record = records(session.fetchPage(tenant.seqOf(32), 1)).get(0);
            assertThat(record.path("encrypt_chat_msg").asText()).hasSizeGreaterThan(2 << 20);
            fetched = tenant.record(record.path("seq").asLong());
        }

        byte[] plaintext =
                sdk.decrypt(new EncryptedPayload(KeyStrings.decrypt(tenant, fetched), fetched.encryptChatMsg()));

        assertThat(plaintext).hasSizeBetween(2 << 20, 3 << 20).isEqualTo(tenant.plaintext(fetched.seq()));
        assertThat(JSON.readTree(plaintext).path("msgtype").asText()).isEqualTo("chatrecord");
        assertThat(outcome(33)).isEqualTo(ExpectedOutcome.EVENT);
    }

    private void inject(String plan) {
        server.conditions(CORP).inject(FaultPlan.parse(plan));
    }

    private ArchiveSession session() throws SdkException {
        return session(Duration.ofSeconds(20));
    }

    private ArchiveSession session(Duration timeout) throws SdkException {
        return session(CORP, timeout);
    }

    private ArchiveSession session(String corp, Duration timeout) throws SdkException {
        return sdk.open(new CorpCredentials(corp, SECRET, "", "", timeout));
    }

    private EncryptedPayload payload(long index) {
        SimulatedRecord record = tenant.record(tenant.seqOf(index));
        return new EncryptedPayload(KeyStrings.decrypt(tenant, record), record.encryptChatMsg());
    }

    private ExpectedOutcome outcome(long index) {
        return tenant.expectedOutcome(tenant.seqOf(index));
    }

    private List<Long> firstSeqs(int records) {
        return IntStream.range(0, records).mapToObj(tenant::seqOf).toList();
    }

    private static int codeOf(ThrowingCallable call) {
        try {
            call.call();
            return 0;
        } catch (SdkException e) {
            return e.code();
        } catch (Throwable e) {
            throw new AssertionError("not a refusal of the SDK", e);
        }
    }

    private static int errcode(ArchiveSession session) throws Exception {
        return JSON.readTree(session.fetchPage(0, 10)).path("errcode").asInt();
    }

    private static JsonNode records(byte[] page) throws IOException {
        return JSON.readTree(page).path("chatdata");
    }

    private static List<Long> seqs(byte[] page) throws IOException {
        List<Long> seqs = new ArrayList<>();
        records(page).forEach(record -> seqs.add(record.path("seq").asLong()));
        return seqs;
    }

    private static byte[] download(ArchiveSession session, JsonNode file) throws Exception {
        String id = file.path("sdkfileid").asText();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        MediaChunk chunk = session.fetchMedia(id, "");
        content.write(chunk.content());
        while (!chunk.last()) {
            chunk = session.fetchMedia(id, chunk.nextIndex());
            content.write(chunk.content());
        }
        return content.toByteArray();
    }

    private static String md5(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    }

    /** The file message with the largest file, longer than two chunks. */
    private JsonNode largeFile() throws IOException {
        JsonNode largest = JSON.createObjectNode();
        for (long index = 0; index < tenant.size(); index++) {
            byte[] plaintext = tenant.plaintext(tenant.seqOf(index));
            boolean usual = tenant.fault(tenant.seqOf(index)).isEmpty();
            if (usual && outcome(index).event() && plaintext.length < 1 << 20) {
                JsonNode file = JSON.readTree(plaintext).path("file");
                boolean whole = !file.path("md5sum").asText().isEmpty();
                largest = whole
                                && file.path("filesize").asInt()
                                        > largest.path("filesize").asInt()
                        ? file
                        : largest;
            }
        }
        assertThat(largest.path("filesize").asInt()).isGreaterThan(524_288);
        return largest;
    }
}
