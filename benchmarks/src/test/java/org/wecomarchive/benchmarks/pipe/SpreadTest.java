package org.wecomarchive.benchmarks.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {

    @Test
    void takesTheMiddleOneOfAnOddNumberInAnyOrder() {
        Spread spread = Spread.of(List.of(90.0, 10.0, 30.0));

        assertThat(spread).isEqualTo(new Spread(30, 10, 90));
    }

    @Test
    void liesBetweenTheTwoInTheMiddleOfAnEvenNumber() {
        Spread spread = Spread.of(List.of(40.0, 10.0, 90.0, 20.0));

        assertThat(spread).isEqualTo(new Spread(30, 10, 90));
    }

    @Test
    void isTheOnlyMeasurementWhereThereIsOne() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void refusesToDescribeNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }
}
