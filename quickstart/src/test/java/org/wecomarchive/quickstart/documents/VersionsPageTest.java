package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/versions.md} names the versions that the build has. */
final class VersionsPageTest {

    @ParameterizedTest
    @CsvSource({
        "Apache Kafka, pom.xml, kafka.version",
        "Kafka Connect, pom.xml, kafka.version",
        "Schema registry, pom.xml, apicurio.version",
        "Elasticsearch, pom.xml, elasticsearch.server.version",
        "'', pom.xml, elasticsearch.seven.version",
        "'', pom.xml, elasticsearch.nine.version",
        "Iceberg, sink-iceberg/pom.xml, iceberg.version",
        "Catalog: SQLite, sink-iceberg/pom.xml, sqlite-jdbc.version",
        "Catalog: PostgreSQL, sink-iceberg/pom.xml, postgres.version",
        "Storage: S3, pom.xml, s3proxy.version",
        "Spark, spark/pom.xml, spark.version",
        "DuckDB, pom.xml, duckdb.version",
        "JMX exporter, pom.xml, jmx-exporter.version"
    })
    void namesTheVersionOfTheBuild(String component, String pom, String property) throws IOException {
        String version = version(pom, property);

        assertThat(read("docs/versions.md").lines())
                .as("%s %s", component, version)
                .anyMatch(row -> row.startsWith("| " + component) && row.contains(version));
    }

    /** Without what packagers append: {@code 2.6.13} of {@code 2.6.13.Final}, {@code 3.50.3} of {@code 3.50.3.0}. */
    private static String version(String pom, String property) throws IOException {
        Matcher declared =
                Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(read(pom));
        assertThat(declared.find()).as("%s in %s", property, pom).isTrue();
        return declared.group(1).replaceAll("\\.(Final|0)$", "");
    }

    private static String read(String path) throws IOException {
        return Files.readString(Page.CHECKOUT.resolve(path), StandardCharsets.UTF_8);
    }
}
