package org.wecomarchive.ingestor.cursor;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The partition of the raw topic that a new corp gets: murmur2 of the corp id's UTF-8 bytes, made positive, modulo the
 * number of partitions; what Kafka's default partitioner would do with the corp id as key. Once the corp has a record, its
 * partition comes from the source offset or the record, so that a change of the number of partitions moves no corp.
 */
public final class HomePartition {

    private HomePartition() {}

    public static int of(String corpId, int partitions) {
        return Utils.toPositive(Utils.murmur2(corpId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
