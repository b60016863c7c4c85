package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionTrialsTest {

    @Test
    void refuseNothingWhereEverythingAnswers() {
        assertThat(new ConnectionTrials().with("a.url", Map::of).refusals()).isEmpty();
        assertThat(new ConnectionTrials().refusals()).isEmpty();
    }

    @Test
    void sayHowToGoOnAndQuoteNoForeignException() {
        ConnectionTrials trials = new ConnectionTrials()
                .with("a.url", () -> Map.of("a.url", "a.url does not answer."))
                .with("b.url", () -> {
                    throw new IllegalStateException("s3cret");
                });

        assertThat(trials.refusals()).containsOnlyKeys("a.url", "b.url").allSatisfy((key, sentence) -> assertThat(
                        sentence)
                .startsWith(key)
                .endsWith("set validate.connect=false.")
                .doesNotContain("s3cret"));
    }

    @Test
    void runAllAtOnceWithTheCallersClassLoader() {
        CyclicBarrier all = new CyclicBarrier(3);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ConnectionTrials.Trial meets = () -> {
            all.await(30, TimeUnit.SECONDS);
            return Thread.currentThread().getContextClassLoader() == loader
                    ? Map.of()
                    : Map.of("loader", "another one.");
        };

        assertThat(new ConnectionTrials()
                        .with("a", meets)
                        .with("b", meets)
                        .with("c", meets)
                        .refusals())
                .isEmpty();
    }

    @Test
    void giveUpWhatHangsAndInterruptIt() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        ConnectionTrials trials = new ConnectionTrials().with("a.url", () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Map.of();
        });

        assertThat(trials.refusals().get("a.url")).startsWith("a.url: no answer within 6 s.");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void areMadeOnlyForAnAcceptedConfigurationThatWantsThem() {
        Map<String, String> refused = Map.of("a.url", "a.url does not answer.");

        assertThat(afterTrials(Map.of(), refused)).containsExactly("a.url");
        assertThat(afterTrials(Map.of("validate.connect", "true"), refused)).containsExactly("a.url");
        assertThat(afterTrials(Map.of("validate.connect", "False"), refused)).isEmpty();
        assertThat(afterTrials(Map.of("wrong", "1"), refused)).containsExactly("wrong");
    }

    private static Iterable<String> afterTrials(Map<String, String> settings, Map<String, String> refused) {
        Config config = new Config(new ArrayList<>());
        new Validation(config, settings)
                .refuse(settings.containsKey("wrong") ? Map.of("wrong", "wrong is wrong.") : Map.of())
                .tryConnections(() -> new ConnectionTrials().with("a.url", () -> refused));
        return config.configValues().stream().map(ConfigValue::name).toList();
    }
}
