package org.wecomarchive.benchmarks.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LoadTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void takesOffWhatAPartUsesWithNothingToDo() {
        CpuReading start = new CpuReading(Map.of(Part.BROKER, 10.0, Part.DECRYPTOR, 20.0), 0);
        CpuReading rested = new CpuReading(Map.of(Part.BROKER, 12.5, Part.DECRYPTOR, 20.5), 50 * SECOND);
        CpuReading worked = new CpuReading(Map.of(Part.BROKER, 22.5, Part.DECRYPTOR, 50.5), 150 * SECOND);

        Map<Part, Double> idle = rested.coresSince(start);
        Map<Part, Double> work = worked.workSince(rested, idle);

        assertThat(idle).isEqualTo(Map.of(Part.BROKER, 0.05, Part.DECRYPTOR, 0.01));
        assertThat(work).isEqualTo(Map.of(Part.BROKER, 5.0, Part.DECRYPTOR, 29.0));
    }

    @Test
    void saysWhatOneRecordTakes() {
        Load backlog = load(20_000, 40, 30_000_000);
        Load trickle = load(1_000, 6, 2_000_000);

        Figures figures = Load.figures(backlog, trickle, each(Part.values(), part -> 0.02));

        assertThat(figures)
                .isEqualTo(new Figures(
                        each(StoredIn.values(), place -> new Figures.Bytes(1_500, 2_000)),
                        each(Part.values(), part -> new Figures.Work(2, 6, 0.02))));
    }

    @Test
    void refusesFiguresThatLackAPart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figures(
                        each(StoredIn.values(), place -> new Figures.Bytes(1, 1)),
                        Map.of(Part.BROKER, new Figures.Work(1, 1, 1))));
    }

    private static Load load(long records, double cpuSeconds, long bytes) {
        return new Load(records, each(Part.values(), part -> cpuSeconds), each(StoredIn.values(), place -> bytes));
    }

    private static <K extends Enum<K>, V> Map<K, V> each(K[] keys, Function<K, V> value) {
        return Arrays.stream(keys)
                .collect(Collectors.toMap(
                        key -> key, value, (one, other) -> one, () -> new EnumMap<>(keys[0].getDeclaringClass())));
    }
}
