package org.wecomarchive.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "code=10001@5      | 5",
                "code=10001@5..8   | 5 6 7 8",
                "code=10001@37..   | 37 38 39 40",
                "code=10001@every:9| 9 18 27 36",
                "code=10001@seq:1007..1009 | 7 8 9",
            })
    void befallsTheCallsThatItNames(String text, String numbers) {
        FaultPlan plan = FaultPlan.parse(text);

        List<Long> befallen = LongStream.rangeClosed(1, 40)
                .filter(number -> plan.first(Target.PAGE, Occasion.record(1, number, 1000 + number))
                        .isPresent())
                .boxed()
                .toList();

        assertThat(befallen).extracting(String::valueOf).containsExactly(numbers.split(" "));
    }

    @Test
    void drawsAShareWithTheSeed() {
        FaultPlan plan = FaultPlan.parse("hang@share:0.1");

        List<Long> first = befallen(plan, 1);

        assertThat(first).hasSizeBetween(50, 150).isEqualTo(befallen(plan, 1)).isNotEqualTo(befallen(plan, 2));
    }

    @Test
    void befallsTheChunksThatItNames() {
        FaultPlan plan = FaultPlan.parse("media-code=10003@chunk:2");

        assertThat(plan.first(Target.MEDIA, new Occasion(1, 7, 2, List::of))).isPresent();
        assertThat(plan.first(Target.MEDIA, new Occasion(1, 2, 7, List::of))).isEmpty();
        assertThat(plan.first(Target.PAGE, new Occasion(1, 2, 2, List::of))).isEmpty();
    }

    @Test
    void readsArguments() {
        FaultPlan plan = FaultPlan.parse("errcode=-1@1, latency=2s@always,jump=6d@3,forwarded=3MiB@4");

        assertThat(plan.faults().get(0).code()).isEqualTo(-1);
        assertThat(plan.faults().get(1).duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.faults().get(2).duration()).isEqualTo(Duration.ofDays(6));
        assertThat(plan.faults().get(3).bytes()).isEqualTo(3 << 20);
    }

    @Test
    void writesWhatItReads() {
        String text = "code=10001@5..8,errcode=45009@every:50,latency=2s@share:0.25,abort@seq:120..,"
                + "media-garbled@chunk:2,forwarded=3MiB@always";

        FaultPlan plan = FaultPlan.parse(text);

        assertThat(FaultPlan.parse(plan.toString())).isEqualTo(plan);
        assertThat(plan.ofPayloads().toString()).isEqualTo("forwarded=3072KiB@1..");
        assertThat(plan.ofCalls().faults()).hasSize(5);
        assertThat(FaultPlan.parse(" ")).isEqualTo(FaultPlan.none());
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void readsEveryKind(FaultKind kind) {
        String argument =
                switch (kind.argument()) {
                    case NONE -> "";
                    case RETURN_CODE -> "=10003";
                    case ERRCODE -> "=301042";
                    case COUNT -> "=200";
                    case DURATION -> "=5ms";
                    case SIZE -> "=1KiB";
                };

        Fault fault = FaultPlan.parse(kind.text() + argument + "@5").faults().get(0);

        assertThat(fault.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=10001",
                "code@1",
                "code=0@1",
                "code=-1@1",
                "errcode=0@1",
                "toolarge=0@1",
                "toolarge=1001@1",
                "latency=2@1",
                "latency=-2s@1",
                "latency=36501d@1",
                "forwarded=100MiB@1",
                "hang=1@1",
                "unheard-of@1",
                "hang@8..5",
                "hang@every:0",
                "hang@every:x",
                "hang@share:2",
                "hang@sometimes",
                "hang@chunk:1",
                "hang@",
                "media-hang@seq:1",
                "hang@1,,hang@2",
            })
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> FaultPlan.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not understood");
    }

    private static List<Long> befallen(FaultPlan plan, long seed) {
        return LongStream.rangeClosed(1, 1000)
                .filter(number -> plan.first(Target.PAGE, Occasion.record(seed, number, number))
                        .isPresent())
                .boxed()
                .toList();
    }
}
