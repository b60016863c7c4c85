package org.wecomarchive.sinkiceberg.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/w/t/data/f.parquet",
                "file:/w/t/data/f.parquet",
                "file:///w/t/data/f.parquet",
                "s3://bucket/w/t/data/f.parquet",
                "s3a://bucket//w/t/data/f.parquet",
                "hdfs://name-node:8020/w/t/data/f.parquet",
                "hdfs://name-node/w/t//data/f.parquet"
            })
    void oneFileHasOnePathHoweverItIsWritten(String location) {
        assertThat(Locations.path(location)).isEqualTo("/w/t/data/f.parquet");
    }
}
