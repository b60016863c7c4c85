package org.wecomarchive.sinkiceberg.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ColumnsTest {

    @ParameterizedTest
    @EnumSource(ArchiveTable.class)
    void thereIsAColumnForEveryField(ArchiveTable table) {
        org.apache.iceberg.Schema columns = table.columns();

        assertThat(columns.columns().stream().map(NestedField::name))
                .containsExactlyElementsOf(table.avroSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .toList());
        assertThat(columns.identifierFieldNames()).containsExactlyInAnyOrder("corp_id", "seq");
    }

    @Test
    void columnsAreNullableWhereFieldsAreAndKeepTheirComment() {
        org.apache.iceberg.Schema columns = ArchiveTable.EVENTS.columns();

        assertThat(columns.findField("payload").isRequired()).isTrue();
        assertThat(columns.findField("sent_at").isOptional()).isTrue();
        assertThat(columns.findField("sent_at").type()).hasToString("timestamptz");
        assertThat(columns.findField("recipients").type()).hasToString("list<string>");
        assertThat(columns.findField("media.element.size").type()).hasToString("long");
        assertThat(columns.findField("text_message.content").isOptional()).isTrue();
        assertThat(columns.findField("seq").doc())
                .isEqualTo(ArchiveTable.EVENTS.avroSchema().getField("seq").doc());
    }

    @Test
    void noCommentSpeaksOfMilliseconds() {
        assertThat(ArchiveTable.RAW.columns().findField("fetched_at").doc())
                .isEqualTo("When the page with this record was received, UTC.");
    }

    @Test
    void refusesShapesThatTheContractDoesNotAllow() {
        Schema map = SchemaBuilder.record("R")
                .fields()
                .name("m")
                .type(Schema.createMap(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .endRecord();

        assertThatThrownBy(() -> Columns.of(map)).isInstanceOf(IllegalArgumentException.class);
    }
}
