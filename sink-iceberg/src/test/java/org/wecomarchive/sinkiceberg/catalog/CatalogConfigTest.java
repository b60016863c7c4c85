package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;

final class CatalogConfigTest {

    @Test
    void aLocalWarehouseAloneIsASqliteCatalogWithDurableFiles() {
        CatalogConfig config = config("catalog.warehouse=/data/cold");

        Map<String, String> settings = CatalogSettings.of(config);

        assertThat(CatalogCheck.refusals(config)).isEmpty();
        assertThat(settings)
                .containsEntry("uri", "jdbc:sqlite:/data/cold/catalog.db")
                .containsEntry("io-impl", LocalFiles.class.getName())
                .containsEntry("jdbc.journal_mode", "WAL")
                .containsEntry("jdbc.busy_timeout", "30000")
                .containsEntry("jdbc.synchronous", "FULL");
    }

    /** No name service has this domain (RFC 6761). */
    @Test
    void aWarehouseThatCannotBeMadeIsForAPersonAndIsNamed() {
        Failure failure = SinkFailures.classify(catchThrowable(config("catalog.warehouse=/proc/cold")::open));

        assertThat(failure.failureClass()).isEqualTo(FailureClass.OPERATOR);
        assertThat(failure.sentence()).contains("/proc/cold", "catalog.warehouse");
    }

    @Test
    void saysWhereCatalogAndFilesAre() {
        CatalogConfig config = config(
                "catalog.warehouse=s3://lake/wecom",
                "catalog.url=jdbc:postgresql://db:5432/lake?sslmode=verify-full",
                "s3.endpoint=https://s3:9000",
                "s3.secret-access-key=secret");

        assertThat(config.place()).isEqualTo("jdbc:postgresql://db:5432/lake, s3://lake/wecom, https://s3:9000");
    }

    @Test
    void aNameThatCannotBeLookedUpHealsAndAnAddressOutsideDoesNot() {
        CatalogConfig unknown = config(
                "catalog.warehouse=s3://lake/wecom",
                "catalog.url=jdbc:sqlite:c.db",
                "s3.endpoint=https://s3.dc1.company.invalid:9000");
        CatalogConfig outside = config(
                "catalog.warehouse=s3://lake/wecom",
                "catalog.url=jdbc:sqlite:c.db",
                "s3.endpoint=https://203.0.113.9:9000");

        Failure healing = SinkFailures.classify(catchThrowable(unknown::open));
        Failure fatal = SinkFailures.classify(catchThrowable(outside::open));

        assertThat(healing.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(healing.sentence()).contains("s3.endpoint", "s3.dc1.company.invalid", "cannot be looked up");
        assertThat(fatal.failureClass()).isEqualTo(FailureClass.FATAL);
        assertThat(fatal.sentence()).contains("s3.endpoint leads outside");
    }

    @Test
    void postgresqlGetsUserPasswordAndTimeOuts() {
        CatalogConfig config = config(
                "catalog.warehouse=hdfs://nameservice1/cold",
                "catalog.url=jdbc:postgresql://db-1:5432,db-2:5432/catalog",
                "catalog.user=archive",
                "catalog.password=s3cret");

        Map<String, String> settings = CatalogSettings.of(config);

        assertThat(CatalogCheck.refusals(config)).isEmpty();
        assertThat(settings)
                .containsEntry("jdbc.user", "archive")
                .containsEntry("jdbc.password", "s3cret")
                .containsEntry("jdbc.socketTimeout", "60")
                .containsEntry("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    }

    @Test
    void s3SettingsGoOnAndOptionsWin() {
        CatalogConfig config = config(
                "catalog.type=rest",
                "catalog.url=http://rest:8181",
                "catalog.credential=id:s3cret",
                "s3.endpoint=http://minio:9000",
                "s3.access-key-id=key",
                "s3.secret-access-key=s3cret",
                "s3.multipart.part-size-bytes=10485760",
                "catalog.option.client.region=cn-north-1");

        Map<String, String> settings = CatalogSettings.of(config);

        assertThat(CatalogCheck.refusals(config)).isEmpty();
        assertThat(settings)
                .containsEntry("credential", "id:s3cret")
                .containsEntry("s3.endpoint", "http://minio:9000")
                .containsEntry("s3.path-style-access", "true")
                .containsEntry("s3.secret-access-key", "s3cret")
                .containsEntry("s3.multipart.part-size-bytes", "10485760")
                .containsEntry("client.region", "cn-north-1")
                .doesNotContainKeys("s3.region", "s3.session-token");
    }

    @Test
    void hadoopSettingsGoOnWithoutTheirPrefixAndHivesLocksAreOn() {
        CatalogConfig config = config(
                "catalog.type=hive",
                "catalog.url=thrift://metastore:9083",
                "hadoop.fs.defaultFS=hdfs://nameservice1",
                "hadoop.hadoop.security.authentication=kerberos");

        Configuration hadoop = HadoopSettings.of(config);

        assertThat(CatalogCheck.refusals(config)).isEmpty();
        assertThat(hadoop.get("fs.defaultFS")).isEqualTo("hdfs://nameservice1");
        assertThat(hadoop.get("hadoop.security.authentication")).isEqualTo("kerberos");
        assertThat(hadoop.getBoolean("iceberg.engine.hive.lock-enabled", false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "catalog.type=hadoop|catalog.warehouse=s3://b/cold|s3.endpoint=http://minio:9000, catalog.type",
        "catalog.type=hadoop|catalog.warehouse=/data/cold, catalog.type",
        "catalog.type=jdbc, catalog.warehouse",
        "catalog.warehouse=cold, catalog.warehouse",
        "catalog.warehouse=hdfs://nameservice1/cold, catalog.url",
        "catalog.warehouse=/data/cold|catalog.url=https://rest:8181, catalog.url",
        "catalog.type=rest, catalog.url",
        "catalog.type=hive, catalog.url",
        "catalog.warehouse=s3://b/cold|catalog.url=jdbc:postgresql://db/c, s3.endpoint",
        "catalog.warehouse=/data/cold|s3.access-key-id=key, s3.access-key-id",
        "catalog.warehouse=/data/cold|catalog.kerberos.principal=p, catalog.kerberos.principal",
        "catalog.type=hive|catalog.url=thrift://m:9083|hadoop.iceberg.engine.hive.lock-enabled=false,"
                + " hadoop.iceberg.engine.hive.lock-enabled",
        "catalog.warehouse=/data/cold|catalog.url=jdbc:postgresql://cloud.example.com/c, catalog.url",
        "catalog.type=rest|catalog.url=https://cloud.example.com, catalog.url",
        "catalog.type=rest|catalog.url=http://rest|catalog.option.oauth2-server-uri=https://8.8.8.8/t,"
                + " catalog.option.oauth2-server-uri",
        "catalog.type=hive|catalog.url=thrift://m:9083;thrift://8.8.8.8:9083, catalog.url",
        "catalog.warehouse=s3://b/c|catalog.url=jdbc:postgresql://db/c|s3.endpoint=https://s3.amazonaws.com, s3.endpoint",
        "catalog.warehouse=hdfs://8.8.8.8/c|catalog.url=jdbc:postgresql://db/c, catalog.warehouse",
        "catalog.type=hive|catalog.url=thrift://m:9083|hadoop.fs.defaultFS=hdfs://8.8.8.8, hadoop.fs.defaultFS"
    })
    void refusesWhatDoesNotGoTogetherOrLeadsOutside(String settings, String refused) {
        assertThat(CatalogCheck.refusals(config(settings.replace(';', ',').split("\\|", -1))))
                .containsOnlyKeys(refused);
    }

    @Test
    void saysWhyAHadoopCatalogOnAnObjectStoreIsRefused() {
        CatalogConfig config =
                config("catalog.type=hadoop", "catalog.warehouse=s3://b/cold", "s3.endpoint=http://minio:9000");

        assertThat(CatalogCheck.refusals(config).get("catalog.type"))
                .contains("which only HDFS does atomically", "be lost");
        assertThatThrownBy(config::open).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog.url=jdbc:postgresql://db/c?user=u&password=s3cret",
                "catalog.url=jdbc:postgresql://u:s3cret@db/c",
                "catalog.type=glue"
            })
    void refusesSecretsInTheUrlWithoutQuotingThem(String setting) {
        assertThatThrownBy(() -> config(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "catalog.type=hive|catalog.url=thrift://127.0.0.1:1, org.apache.hadoop.hive.metastore.HiveMetaStoreClient",
        "catalog.warehouse=/d|catalog.url=jdbc:mysql://db/c|catalog.driver=com.example.Driver, com.example.Driver"
    })
    void namesTheClassWhoseJarIsMissing(String settings, String missing) {
        CatalogConfig config = config(settings.split("\\|", -1));

        assertThatThrownBy(config::open)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(missing)
                .hasMessageContaining("put its jar beside the connector's")
                .extracting(failure -> SinkFailures.classify(failure).failureClass())
                .isEqualTo(FailureClass.OPERATOR);
    }

    private static CatalogConfig config(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new CatalogConfig(all);
    }
}
