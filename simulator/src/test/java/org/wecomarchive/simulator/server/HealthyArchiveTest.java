package org.wecomarchive.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.simulator.server.TenantArchive.MediaReply;
import org.wecomarchive.simulator.server.TenantArchive.PageReply;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.time.ManualClock;

class HealthyArchiveTest {

    private static final String SECRET = "the-secret";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final SimulatedTenant tenant = SimulatedTenant.inMemory(
            TenantSettings.builder("wwtest", SECRET, 5)
                    .damageShare(0)
                    .rotations()
                    .build(),
            clock);
    private final TenantArchive archive = new HealthyArchive(tenant);

    @BeforeEach
    void growTheTenant() {
        tenant.grow(400);
    }

    @Test
    void startsAfterTheSeqAndEndsAtTheLimit() throws IOException {
        List<Long> seqs = seqs(archive.fetchPage(SECRET, tenant.seqOf(9), 50));

        assertThat(seqs).hasSize(50).startsWith(tenant.seqOf(10)).endsWith(tenant.seqOf(59));
    }

    @Test
    void startsAtTheNextRecordWhenTheSeqIsInAGap() throws IOException {
        List<Long> seqs = seqs(archive.fetchPage(SECRET, tenant.seqOf(40) + 1, 1));

        assertThat(seqs).containsExactly(tenant.seqOf(41));
    }

    @Test
    void givesAnEmptyPageAtTheEnd() throws IOException {
        JsonNode page = page(archive.fetchPage(SECRET, tenant.seqOf(399), 1000));

        assertThat(page).isEqualTo(JSON.readTree("{\"errcode\":0,\"errmsg\":\"ok\",\"chatdata\":[]}"));
    }

    @Test
    void writesARecordAsTheVendorDoes() throws IOException {
        JsonNode record = page(archive.fetchPage(SECRET, 0, 1)).path("chatdata").path(0);

        assertThat(record.fieldNames())
                .toIterable()
                .containsExactly("seq", "msgid", "publickey_ver", "encrypt_random_key", "encrypt_chat_msg");
        assertThat(record.path("encrypt_random_key").asText()).hasSize(344);
        assertThat(record.path("msgid"))
                .isEqualTo(JSON.readTree(tenant.plaintext(tenant.seqOf(0))).path("msgid"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1001, -1})
    void refusesALimitOutsideOfOneToThousand(int limit) {
        assertThat(archive.fetchPage(SECRET, 0, limit).code()).isEqualTo(10000);
    }

    @Test
    void answersAWrongSecretWithAnErrcodeInsideASuccess() throws IOException {
        PageReply reply = archive.fetchPage("another", 0, 10);

        assertThat(reply.code()).isZero();
        assertThat(page(reply).path("errcode").asInt()).isEqualTo(40001);
        assertThat(page(reply).path("chatdata")).isEmpty();
    }

    @Test
    void skipsSilentlyWhatIsNoLongerRetained() throws IOException {
        clock.advance(Duration.ofDays(6));
        tenant.grow(100);
        clock.advance(Duration.ofDays(1));

        List<Long> seqs = seqs(archive.fetchPage(SECRET, tenant.seqOf(9), 1000));

        assertThat(seqs).endsWith(tenant.seqOf(499));
        assertThat(seqs.get(0)).isGreaterThan(tenant.seqOf(400));
        assertThat(tenant.archivedAt(seqs.get(0)))
                .isAfterOrEqualTo(clock.instant().minus(Duration.ofDays(5)));
    }

    @Test
    void handsOutAFileInChunks() throws IOException, GeneralSecurityException {
        JsonNode file = largeFile();

        String index = "";
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        MediaReply reply;
        do {
            reply = archive.fetchMedia(SECRET, file.path("sdkfileid").asText(), index);
            assertThat(reply.code()).isZero();
            content.write(reply.content());
            index = reply.nextIndex();
        } while (!reply.last());

        assertThat(content.size()).isEqualTo(file.path("filesize").asInt()).isGreaterThan(524_288);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(content.toByteArray());
        assertThat(HexFormat.of().formatHex(md5)).isEqualTo(file.path("md5sum").asText());
    }

    @Test
    void namesTheNextChunkByItsRange() throws IOException {
        JsonNode file = largeFile();
        int size = file.path("filesize").asInt();

        MediaReply reply = archive.fetchMedia(SECRET, file.path("sdkfileid").asText(), "");

        assertThat(reply.content()).hasSize(524_288);
        assertThat(reply.nextIndex()).isEqualTo("Range:bytes=524288-" + (Math.min(size, 2 * 524_288) - 1));
    }

    @Test
    void refusesMediaThatItNeverGave() throws IOException {
        String id = largeFile().path("sdkfileid").asText();

        assertThat(archive.fetchMedia(SECRET, "AAAA" + id.substring(4), "").code())
                .isEqualTo(10005);
        assertThat(archive.fetchMedia(SECRET, "not-base64", "").code()).isEqualTo(10005);
        assertThat(archive.fetchMedia(SECRET, "", "").code()).isEqualTo(10000);
        assertThat(archive.fetchMedia(SECRET, id, "bytes=1").code()).isEqualTo(10000);
        assertThat(archive.fetchMedia(SECRET, id, "Range:bytes=99999999-").code())
                .isEqualTo(10000);
    }

    @Test
    void refusesMediaThatIsNoLongerRetained() throws IOException {
        String id = largeFile().path("sdkfileid").asText();

        clock.advance(Duration.ofDays(6));

        assertThat(archive.fetchMedia(SECRET, id, "").code()).isEqualTo(10010);
    }

    /** The file message with the largest file. */
    private JsonNode largeFile() throws IOException {
        JsonNode largest = JSON.createObjectNode();
        for (long index = 0; index < tenant.size(); index++) {
            JsonNode file = JSON.readTree(tenant.plaintext(tenant.seqOf(index))).path("file");
            boolean whole = !file.path("md5sum").asText().isEmpty();
            if (whole
                    && file.path("filesize").asInt() > largest.path("filesize").asInt()) {
                largest = file;
            }
        }
        return largest;
    }

    private static JsonNode page(PageReply reply) throws IOException {
        assertThat(reply.code()).isZero();
        return JSON.readTree(reply.json());
    }

    private static List<Long> seqs(PageReply reply) throws IOException {
        return StreamSupport.stream(page(reply).path("chatdata").spliterator(), false)
                .map(record -> record.path("seq").asLong())
                .toList();
    }
}
