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
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.testkit.connect.ConnectWorker;

@Timeout(600)
@ExtendWith(ServersExtension.class)
final class IngestorIT {

    private ConnectWorker worker;
    private Rig rig;

    @BeforeEach
    void setUp(Servers servers, Rig ofThisTest) throws Exception {
        worker = servers.worker();
        rig = ofThisTest;
    }

    @Test
    void publishesEveryRecordOnceAndInOrder() throws Exception {
        rig.tenant().grow(2500);

        rig.put(worker, rig.config());
        rig.awaitRaw(2500);
        rig.tenant().grow(30);
        List<Rig.Raw> raws = rig.awaitRaw(2530);

        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
        assertThat(raws).extracting(Rig.Raw::partition).containsOnly(HomePartition.of(rig.corpId(), 12));
    }

    @Test
    void publishesWhatWeComSentUnchanged() throws Exception {
        rig.tenant().grow(3);
        rig.put(worker, rig.config());
        rig.awaitRaw(3);
        SimulatedRecord sent = rig.tenant().record(rig.tenant().seqOf(1));

        ConsumerRecord<String, byte[]> raw = rig.records(rig.topics().raw()).get(1);

        assertThat(raw.key()).isEqualTo(RecordKeys.of(rig.corpId(), sent.seq()));
        assertThat(Rig.header(raw, HeaderNames.CORP)).isEqualTo(rig.corpId());
        assertThat(Rig.header(raw, HeaderNames.SEQ)).isEqualTo(Long.toString(sent.seq()));
        assertThat(Rig.header(raw, HeaderNames.MSGID)).isEqualTo(sent.msgid());
        assertThat(Rig.header(raw, HeaderNames.KEY_VERSION)).isEqualTo("1");
        RawRecord value = decode(raw);
        assertThat(raw.timestamp()).isEqualTo(value.getFetchedAt().toEpochMilli());
        assertThat(value)
                .isEqualTo(RawRecord.newBuilder(value)
                        .setCorpId(rig.corpId())
                        .setSeq(sent.seq())
                        .setMsgid(sent.msgid())
                        .setKeyVersion(1)
                        .setEncryptedKey(sent.encryptRandomKey())
                        .setEncryptedPayload(sent.encryptChatMsg())
                        .setOtherFields(null)
                        .build());
    }

    private RawRecord decode(ConsumerRecord<String, byte[]> raw) {
        try (RecordSerde<RawRecord> serde =
                RecordSerde.of(RawRecord.class, new IngestorConfig(rig.config()).registrySettings())) {
            return serde.deserialize(raw.topic(), raw.partition(), raw.offset(), raw.value());
        }
    }
}
