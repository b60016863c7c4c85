package org.wecomarchive.benchmarks.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FigureTablesTest {

    @Test
    void readsWhatItHasWritten() {
        Figures figures = figures();

        assertThat(FigureTables.read("# Sizes\n\nText.\n\n" + FigureTables.markdown(figures) + "\n"))
                .isEqualTo(figures);
    }

    @Test
    void refusesAPageWithoutARow() {
        String without = FigureTables.markdown(figures()).replace("| decryptor |", "| another |");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FigureTables.read(without))
                .withMessageContaining("decryptor");
    }

    @Test
    void refusesARowThatIsShort() {
        String cut = FigureTables.markdown(figures()).replace(" | 2,001 |", " |");

        assertThatIllegalArgumentException().isThrownBy(() -> FigureTables.read(cut));
    }

    private static Figures figures() {
        Map<StoredIn, Figures.Bytes> bytes = new EnumMap<>(StoredIn.class);
        for (StoredIn place : StoredIn.values()) {
            bytes.put(place, new Figures.Bytes(1_000 + bytes.size(), 2_000 + bytes.size()));
        }
        Map<Part, Figures.Work> work = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            work.put(part, new Figures.Work(work.size() + 0.5, work.size() + 0.125, 0.004));
        }
        return new Figures(bytes, work);
    }
}
