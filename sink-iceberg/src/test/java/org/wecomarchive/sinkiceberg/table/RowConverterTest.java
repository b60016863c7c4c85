package org.wecomarchive.sinkiceberg.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.DateTimeUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;

final class RowConverterTest {

    private static final Schema EVENTS = ArchiveTable.EVENTS.columns();

    private final RowConverter converter = RowConverter.between(ChatEvent.getClassSchema(), EVENTS);

    @Test
    void carriesEveryFieldOfAnEvent() {
        Record row = converter.convert(Events.event(7));

        assertThat(row.getField("corp_id")).isEqualTo("ww1");
        assertThat(row.getField("seq")).isEqualTo(7L);
        assertThat(row.getField("recipients")).isEqualTo(List.of("li", "wang"));
        assertThat(row.getField("sent_at")).isEqualTo(OffsetDateTime.parse("2026-11-23T08:15:30.123Z"));
        assertThat(row.getField("key_version")).isEqualTo(3L);
        assertThat(row.getField("payload")).isEqualTo("{\"msgid\":\"m7\"}");
        assertThat(((Record) row.getField("text_message")).getField("content")).isEqualTo("你好");
        assertThat(((Record) ((List<?>) row.getField("media")).get(0)).getField("size"))
                .isEqualTo(17L);
        assertThat(row.getField("image")).isNull();
    }

    @Test
    void carriesARawRecordUnchanged() {
        RawRecord record = new RawRecord("ww1", 9L, "m9", 3L, "a2V5", "cGF5", null, Events.SENT);

        Record row = RowConverter.between(RawRecord.getClassSchema(), ArchiveTable.RAW.columns())
                .convert(record);

        assertThat(row.toString()).isEqualTo("Record(ww1, 9, m9, 3, a2V5, cGF5, null, 2026-11-23T08:15:30.123Z)");
    }

    @Test
    void findsColumnsByNameWhateverTheirOrderAndLeavesForeignOnesNull() {
        Schema table = new Schema(
                NestedField.optional(90, "added_by_hand", Types.StringType.get()),
                NestedField.required(91, "fetched_at", Types.TimestampType.withZone()),
                NestedField.optional(92, "other_fields", Types.StringType.get()),
                NestedField.required(93, "encrypted_payload", Types.StringType.get()),
                NestedField.required(94, "encrypted_key", Types.StringType.get()),
                NestedField.required(95, "key_version", Types.LongType.get()),
                NestedField.required(96, "msgid", Types.StringType.get()),
                NestedField.required(97, "seq", Types.LongType.get()),
                NestedField.required(98, "corp_id", Types.StringType.get()));

        Record row = RowConverter.between(RawRecord.getClassSchema(), table)
                .convert(new RawRecord("ww1", 9L, "m9", 3L, "a2V5", "cGF5", "{}", Events.SENT));

        assertThat(row.toString()).isEqualTo("Record(null, 2026-11-23T08:15:30.123Z, {}, cGF5, a2V5, 3, m9, 9, ww1)");
    }

    @Test
    void refusesATableWithoutAColumnForAField() {
        Schema table = EVENTS.select("corp_id", "seq");

        assertThatThrownBy(() -> RowConverter.between(ChatEvent.getClassSchema(), table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The field msgid has no column.");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -9_223_372_036_854_776L, 9_223_372_036_854_776L, Long.MAX_VALUE})
    void aTimeThatNoColumnCanHoldIsNullWhereItMayBe(long millis) {
        ChatEvent event =
                Events.builder(1).setSentAt(Instant.ofEpochMilli(millis)).build();

        Record row = converter.convert(event);

        assertThat(row.getField("sent_at")).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-9_223_372_036_854_775L, 0, 9_223_372_036_854_775L})
    void anyTimeThatAColumnCanHoldIsKept(long millis) {
        ChatEvent event =
                Events.builder(1).setSentAt(Instant.ofEpochMilli(millis)).build();

        OffsetDateTime time = (OffsetDateTime) converter.convert(event).getField("sent_at");

        assertThat(DateTimeUtil.microsFromTimestamptz(time)).isEqualTo(millis * 1000);
    }

    @Test
    void aTimeThatMustBeThereIsTheNearestThatTheColumnCanHold() {
        ChatEvent event = Events.builder(1)
                .setFetchedAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build();

        OffsetDateTime time = (OffsetDateTime) converter.convert(event).getField("fetched_at");

        assertThat(DateTimeUtil.microsFromTimestamptz(time)).isEqualTo(Long.MAX_VALUE);
    }
}
