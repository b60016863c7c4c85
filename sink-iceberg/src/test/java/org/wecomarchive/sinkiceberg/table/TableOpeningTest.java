package org.wecomarchive.sinkiceberg.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TableOpeningTest {

    private static final TableIdentifier NAME = TableIdentifier.of("wecom_archive", "events");
    private static final Schema COLUMNS = ArchiveTable.RAW.columns();

    private final InMemoryCatalog catalog = new InMemoryCatalog();

    @BeforeEach
    void open() {
        catalog.initialize("test", Map.of());
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    @Test
    void makesATableByCorpAndDay() {
        Table table = TableOpening.open(catalog, NAME, ArchiveTable.EVENTS);

        assertThat(table.spec().fields().stream().map(Object::toString))
                .satisfiesExactly(field -> assertThat(field).contains("corp_id", "identity"), field -> assertThat(field)
                        .contains("sent_at_day", "day"));
        assertThat(table.sortOrder().fields().get(0).sourceId())
                .isEqualTo(table.schema().findField("seq").fieldId());
        assertThat(table.properties())
                .containsEntry("write.parquet.compression-codec", "zstd")
                .containsEntry("commit.retry.num-retries", "20")
                .containsEntry("write.target-file-size-bytes", "134217728")
                .containsEntry("write.metadata.metrics.column.seq", "full");
    }

    @Test
    void findsTheSameTableAgainUnchanged() {
        Table made = TableOpening.open(catalog, NAME, ArchiveTable.RAW);

        Table found = TableOpening.open(catalog, NAME, ArchiveTable.RAW);

        assertThat(found.uuid()).isEqualTo(made.uuid());
        assertThat(found.specs()).hasSize(1);
        assertThat(found.schemas()).hasSize(1);
    }

    @Test
    void leavesAPartitioningThatAnOperatorChose() {
        Table made = TableOpening.open(catalog, NAME, ArchiveTable.RAW);
        made.updateSpec().removeField("fetched_at_day").commit();

        Table table = TableOpening.open(catalog, NAME, ArchiveTable.RAW);

        assertThat(table.spec().isUnpartitioned()).isFalse();
        assertThat(table.spec().toString()).doesNotContain("day");
    }

    @Test
    void addsColumnsAndKeepsTheIdsOfTheOthers() {
        Table older = createTable(without("other_fields"), PartitionSpec.unpartitioned(), "2");
        Map<Integer, String> ids = older.schema().idToName();

        Table table = TableOpening.open(catalog, NAME, ArchiveTable.RAW);

        assertThat(table.schema().idToName()).containsAllEntriesOf(ids);
        assertThat(table.schema().findField("other_fields").isOptional()).isTrue();
        assertThat(table.schema().findField("other_fields").fieldId()).isGreaterThan(ids.size());
        assertThat(table.schema().findField("other_fields").doc()).isNotEmpty();
    }

    @Test
    void addsFieldsWithinStructsToo() {
        Table older = TableOpening.open(catalog, NAME, ArchiveTable.EVENTS);
        older.updateSchema()
                .deleteColumn("location.zoom")
                .deleteColumn("media.element.duration")
                .commit();

        Table table = TableOpening.open(catalog, NAME, ArchiveTable.EVENTS);

        assertThat(table.schema().findField("location.zoom")).isNotNull();
        assertThat(table.schema().findField("media.element.duration")).isNotNull();
    }

    @Test
    void anOlderConnectorLeavesColumnsThatItDoesNotKnow() {
        Table newer = TableOpening.open(catalog, NAME, ArchiveTable.RAW);
        newer.updateSchema()
                .addColumn("from_the_future", Types.StringType.get())
                .commit();

        Table table = TableOpening.open(catalog, NAME, ArchiveTable.RAW);

        assertThat(table.schema().findField("from_the_future")).isNotNull();
    }

    static Stream<Arguments> unfitTables() {
        return Stream.of(
                Arguments.of(COLUMNS, PartitionSpec.unpartitioned(), "1", "its format version is 1"),
                Arguments.of(without("msgid"), PartitionSpec.unpartitioned(), "2", "it has no column msgid"),
                Arguments.of(
                        with(NestedField.required(99, "must", Types.StringType.get())),
                        PartitionSpec.unpartitioned(),
                        "2",
                        "its column must must have a value and we have none for it"),
                Arguments.of(
                        with(NestedField.optional(99, "key_version", Types.StringType.get())),
                        PartitionSpec.unpartitioned(),
                        "2",
                        "its column key_version is of the type string and not long"),
                Arguments.of(
                        with(NestedField.required(99, "other_fields", Types.StringType.get())),
                        PartitionSpec.unpartitioned(),
                        "2",
                        "its column other_fields must have a value, and ours may be null"));
    }

    @ParameterizedTest
    @MethodSource("unfitTables")
    void refusesATableOfAnotherShape(Schema columns, PartitionSpec spec, String version, String reason) {
        createTable(columns, spec, version);

        assertThatThrownBy(() -> TableOpening.open(catalog, NAME, ArchiveTable.RAW))
                .isInstanceOf(UnfitTableException.class)
                .hasMessageContaining("wecom_archive.events")
                .hasMessageContaining(reason);
    }

    private Table createTable(Schema columns, PartitionSpec spec, String version) {
        catalog.createNamespace(Namespace.of("wecom_archive"));
        return catalog.createTable(NAME, columns, spec, Map.of("format-version", version));
    }

    private static Schema without(String name) {
        return new Schema(COLUMNS.columns().stream()
                .filter(column -> !column.name().equals(name))
                .toList());
    }

    private static Schema with(NestedField column) {
        List<NestedField> columns = new ArrayList<>(without(column.name()).columns());
        columns.add(column);
        return new Schema(columns);
    }
}
