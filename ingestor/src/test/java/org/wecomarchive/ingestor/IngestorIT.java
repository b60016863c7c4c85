package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.testkit.connect.ConnectWorker;

@Timeout(600)
@ExtendWith(ServersExtension.class)
final class IngestorIT {

    private ConnectWorker worker;
    private IngestorFixture fixture;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
    }

    @Test
    void publishesEveryRecordOnceAndInOrder() throws Exception {
        fixture.tenant().grow(2500);

        fixture.put(worker, fixture.config());
        fixture.awaitRaw(2500);
        fixture.tenant().grow(30);
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(2530);

        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
        assertThat(raws)
                .extracting(IngestorFixture.Raw::partition)
                .containsOnly(HomePartition.of(fixture.corpId(), 12));
    }

    @Test
    void publishesWhatWeComSentUnchanged() throws Exception {
        fixture.tenant().grow(3);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(3);
        SimulatedRecord sent = fixture.tenant().record(fixture.tenant().seqOf(1));

        ConsumerRecord<String, byte[]> raw =
                fixture.records(fixture.topics().raw()).get(1);

        assertThat(raw.key()).isEqualTo(RecordKeys.of(fixture.corpId(), sent.seq()));
        assertThat(IngestorFixture.header(raw, HeaderNames.CORP)).isEqualTo(fixture.corpId());
        assertThat(IngestorFixture.header(raw, HeaderNames.SEQ)).isEqualTo(Long.toString(sent.seq()));
        assertThat(IngestorFixture.header(raw, HeaderNames.MSGID)).isEqualTo(sent.msgid());
        assertThat(IngestorFixture.header(raw, HeaderNames.KEY_VERSION)).isEqualTo("1");
        RawRecord value = decode(raw);
        assertThat(raw.timestamp()).isEqualTo(value.getFetchedAt().toEpochMilli());
        assertThat(value)
                .isEqualTo(RawRecord.newBuilder(value)
                        .setCorpId(fixture.corpId())
                        .setSeq(sent.seq())
                        .setMsgid(sent.msgid())
                        .setKeyVersion(1)
                        .setEncryptedKey(sent.encryptRandomKey())
                        .setEncryptedPayload(sent.encryptChatMsg())
                        .setOtherFields(null)
                        .build());
    }

    private RawRecord decode(ConsumerRecord<String, byte[]> raw) {
        try (RecordReader<RawRecord> reader =
                RecordReader.of(RawRecord.class, new IngestorConfig(fixture.config()).registrySettings())) {
            return reader.decode(raw);
        }
    }
}
