package org.wecomarchive.distribution.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.wecomarchive.distribution.chaos.NetworkActions.Cut;
import org.wecomarchive.distribution.chaos.NetworkActions.Link;
import org.wecomarchive.distribution.chaos.NetworkActions.Slow;
import org.wecomarchive.distribution.chaos.ProcessActions.Kill;
import org.wecomarchive.distribution.chaos.ProcessActions.Outage;
import org.wecomarchive.distribution.chaos.ProcessActions.Restart;
import org.wecomarchive.distribution.chaos.ProcessActions.Stall;
import org.wecomarchive.distribution.chaos.SiteActions.Compaction;
import org.wecomarchive.distribution.chaos.SiteActions.FullDisk;
import org.wecomarchive.distribution.chaos.SiteActions.Growth;
import org.wecomarchive.distribution.site.Target;

/**
 * What is done to the site, when and for how long: an endless list that follows from the seed.
 *
 * <p>Moments are drawn like cards: each deck has every kind of moment once or more, in another order, so that a run of one deck
 * has seen them all.
 */
final class Plan {

    private static final int LEAST_PAUSE_SECONDS = 4;
    private static final int MOST_PAUSE_SECONDS = 16;
    private static final List<Target> BROKERS = services("kafka-1", "kafka-2", "kafka-3");
    private static final List<Target> WORKERS = services("connect-1", "connect-2");
    private static final List<Target> DECRYPTORS = services("decryptor-1", "decryptor-2");
    private static final Target INGEST_LIBRARY =
            new Target.Children("library of the ingestor", List.of("connect-1", "connect-2"));
    private static final Target DECRYPT_LIBRARY =
            new Target.Children("library of the decryptors", List.of("decryptor-1", "decryptor-2"));
    private static final List<Target> STORES =
            List.of(service("registry"), service("s3"), new Target.Postgres(), service("elasticsearch"));
    private static final List<Link> LINKS = links();

    private final Random random;
    private final Deque<Supplier<Moment>> deck = new ArrayDeque<>();
    private boolean grown;
    private int slowed = 1;

    Plan(long seed) {
        random = new Random(seed);
    }

    /**
     * What happens at once.
     *
     * @param pause since the moment before
     * @param actions in this order, without a pause
     */
    record Moment(Duration pause, List<Action> actions) {}

    Moment next() {
        if (deck.isEmpty()) {
            shuffle();
        }
        return deck.remove().get();
    }

    private void shuffle() {
        List<Supplier<Moment>> cards = new ArrayList<>();
        repeat(cards, 6, () -> moment(List.of(new Kill(any(processes())))));
        repeat(cards, 3, () -> moment(killsAtOnce(2 + random.nextInt(3))));
        repeat(cards, 1, () -> moment(kills(BROKERS)));
        repeat(cards, 1, () -> moment(List.of(new Kill(INGEST_LIBRARY), new Kill(DECRYPT_LIBRARY))));
        repeat(cards, 1, () -> moment(List.of(new Restart(any(processes())))));
        repeat(cards, 2, () -> moment(List.of(new Stall(any(processes()), seconds(5, 40)))));
        repeat(cards, 1, () -> moment(stallAndKill()));
        repeat(cards, 2, () -> moment(List.of(new Cut(any(LINKS), seconds(5, 30)))));
        repeat(cards, 1, () -> moment(List.of(slow())));
        for (Target store : STORES) {
            repeat(cards, 1, () -> moment(List.of(new Outage(store, seconds(8, 30)))));
        }
        repeat(cards, 1, () -> moment(List.of(new FullDisk(seconds(8, 20)))));
        repeat(cards, 1, () -> moment(List.of(new Compaction("events"), new Compaction("raw"))));
        Collections.shuffle(cards, random);
        if (!grown) {
            // While there is most to do: a short run has it, too.
            cards.add(random.nextInt(3), () -> moment(List.of(new Growth())));
            grown = true;
        }
        deck.addAll(cards);
    }

    private static void repeat(List<Supplier<Moment>> cards, int times, Supplier<Moment> card) {
        cards.addAll(Collections.nCopies(times, card));
    }

    private Moment moment(List<Action> actions) {
        return new Moment(seconds(LEAST_PAUSE_SECONDS, MOST_PAUSE_SECONDS), actions);
    }

    private List<Action> killsAtOnce(int count) {
        List<Target> some = new ArrayList<>(processes());
        Collections.shuffle(some, random);
        return kills(some.subList(0, count));
    }

    private static List<Action> kills(List<Target> targets) {
        return targets.stream().<Action>map(Kill::new).toList();
    }

    /** One broker or program hangs while another one dies. */
    private List<Action> stallAndKill() {
        List<Target> two = new ArrayList<>(processes());
        Collections.shuffle(two, random);
        return List.of(new Stall(two.get(0), seconds(5, 40)), new Kill(two.get(1)));
    }

    private Action slow() {
        List<String> hosts = List.of("kafka-1", "kafka-2", "kafka-3", "s3.internal", "es-1", "registry");
        return new Slow(any(hosts), 64 << random.nextInt(4), ++slowed, seconds(10, 30));
    }

    /** Processes of the pipeline and their brokers; the stores have moments of their own. */
    private static List<Target> processes() {
        List<Target> all = new ArrayList<>(BROKERS);
        all.addAll(WORKERS);
        all.addAll(DECRYPTORS);
        all.add(INGEST_LIBRARY);
        all.add(DECRYPT_LIBRARY);
        return all;
    }

    private <T> T any(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private Duration seconds(int least, int most) {
        return Duration.ofSeconds(least + random.nextInt(most - least + 1));
    }

    private static List<Target> services(String... names) {
        return List.of(names).stream().map(Plan::service).toList();
    }

    private static Target service(String name) {
        return new Target.Service(name);
    }

    private static List<Link> links() {
        List<Link> links = new ArrayList<>();
        IntStream.rangeClosed(1, 3).forEach(broker -> {
            links.add(new Link("wecom-connect", "kafka-" + broker, 9093));
            links.add(new Link("wecom", "kafka-" + broker, 9093));
            links.add(new Link("kafka", "kafka-" + broker, 9093));
            links.add(new Link("kafka", "kafka-" + broker, 9094));
        });
        links.add(new Link("wecom-connect", "es-1", 9200));
        links.add(new Link("wecom-connect", "s3.internal", 9000));
        links.add(new Link("wecom-connect", "db", 5432));
        links.add(new Link("wecom-connect", "db", 7070));
        links.add(new Link("wecom-connect", "connect-1", 8083));
        links.add(new Link("wecom-connect", "connect-2", 8083));
        links.add(new Link("wecom", "registry", 8081));
        return List.copyOf(links);
    }
}
