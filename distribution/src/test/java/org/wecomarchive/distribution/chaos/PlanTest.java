package org.wecomarchive.distribution.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlanTest {

    private static final int MOMENTS_OF_A_DECK = 25;

    @Test
    void followsFromTheSeed() {
        assertThat(first(60, 3)).isEqualTo(first(60, 3));
        assertThat(first(60, 3)).isNotEqualTo(first(60, 4));
    }

    @Test
    void oneDeckHasEveryKindOfAction() {
        Plan plan = new Plan(5);

        List<Action.Kind> kinds = IntStream.range(0, MOMENTS_OF_A_DECK)
                .mapToObj(i -> plan.next())
                .flatMap(moment -> moment.actions().stream())
                .map(Action::kind)
                .distinct()
                .toList();

        assertThat(kinds).containsExactlyInAnyOrder(Action.Kind.values());
    }

    @Test
    void everyActionEndsWithinAMinute() {
        Plan plan = new Plan(6);

        List<Duration> lasting = IntStream.range(0, 4 * MOMENTS_OF_A_DECK)
                .mapToObj(i -> plan.next())
                .flatMap(moment -> moment.actions().stream())
                .map(Action::lasts)
                .toList();

        assertThat(lasting).allSatisfy(lasts -> assertThat(lasts).isBetween(Duration.ZERO, Duration.ofMinutes(1)));
    }

    private static List<String> first(int moments, long seed) {
        Plan plan = new Plan(seed);
        return IntStream.range(0, moments)
                .mapToObj(i -> plan.next())
                .map(moment -> moment.pause() + " "
                        + moment.actions().stream().map(Action::name).toList())
                .toList();
    }
}
