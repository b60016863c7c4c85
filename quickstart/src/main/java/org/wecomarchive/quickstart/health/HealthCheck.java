package org.wecomarchive.quickstart.health;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.testkit.ledger.ParkedFor;

/**
 * Looks at the parts of the pipeline in this JVM: at the ingestor's figures, at what Connect has given up, and at why records
 * are parked.
 */
public final class HealthCheck {

    private static final int RUNNING = 1;
    private static final int BACKING_OFF = 2;
    private static final int WAITING_FOR_OPERATOR = 3;

    private final String ingestor;
    private final Supplier<Map<String, String>> failedForGood;
    private final Path keysDir;
    private final Clock clock;
    private final Instant begin;

    /**
     * A check of the run that begins now.
     *
     * @param ingestor name of the ingestor's connector
     * @param failedForGood why in a sentence, by the name of the connector
     * @param keysDir directory with {@code <corp>/<version>.pem}
     */
    public HealthCheck(String ingestor, Supplier<Map<String, String>> failedForGood, Path keysDir, Clock clock) {
        this.ingestor = ingestor;
        this.failedForGood = failedForGood;
        this.keysDir = keysDir;
        this.clock = clock;
        this.begin = clock.instant();
    }

    /**
     * How it stands now.
     *
     * @param parked how many records are parked for each reason
     */
    public Health look(Map<ParkedFor, Long> parked) {
        Map<String, String> failed = new TreeMap<>(failedForGood.get());
        Fetching fetching = failed.containsKey(ingestor) ? Fetching.STOPPED : fetching();
        List<Trouble> troubles = new ArrayList<>();
        failed.forEach((connector, sentence) -> troubles.add(
                new Trouble(Trouble.End.NEVER, 0, "The connector " + connector + " has stopped: " + sentence)));
        String failure = figure("wecom_failure").map(Object::toString).orElse("");
        boolean person = fetching == Fetching.WAITS_FOR_A_PERSON;
        if (!failure.isEmpty() && (person || fetching == Fetching.TRIES_AGAIN)) {
            troubles.add(new Trouble(
                    person ? Trouble.End.BY_A_PERSON : Trouble.End.BY_ITSELF,
                    0,
                    "Nothing is fetched: " + failure + ". It is tried again "
                            + (person ? "every minute." : "until it works.")));
        }
        parked.entrySet().stream()
                .map(reason -> parked(reason.getKey(), reason.getValue()))
                .sorted(Comparator.comparing(Trouble::sentence))
                .forEach(troubles::add);
        return new Health(fetching, troubles);
    }

    private Fetching fetching() {
        int state = (int) number("wecom_state", 0);
        return switch (state) {
            case RUNNING -> caughtUp() ? Fetching.CAUGHT_UP : Fetching.GOES_ON;
            case BACKING_OFF -> Fetching.TRIES_AGAIN;
            case WAITING_FOR_OPERATOR -> Fetching.WAITS_FOR_A_PERSON;
            default -> Fetching.STARTING;
        };
    }

    /** Since this run began: what an earlier one was told is no answer to this one. */
    private boolean caughtUp() {
        double age = number("wecom_caught_up_age_seconds", Double.POSITIVE_INFINITY);
        return age < Duration.between(begin, clock.instant()).toSeconds();
    }

    private double number(String name, double absent) {
        return figure(name).map(value -> ((Number) value).doubleValue()).orElse(absent);
    }

    /** A figure of the connector's first task in this JVM, as an operator reads it through JMX; empty while there is no task. */
    private Optional<Object> figure(String name) {
        try {
            ObjectName task = new ObjectName("kafka.connect:type=plugins,connector=" + ingestor + ",task=0");
            return Optional.of(ManagementFactory.getPlatformMBeanServer().getAttribute(task, name));
        } catch (InstanceNotFoundException | AttributeNotFoundException e) {
            // There is no task, or it is starting: it registers one figure after another.
            return Optional.empty();
        } catch (JMException e) {
            throw new IllegalStateException("the task of " + ingestor + " has no figure " + name, e);
        }
    }

    private Trouble parked(ParkedFor reason, long records) {
        String file = keysDir.resolve(reason.corp())
                .resolve(reason.keyVersion() + ".pem")
                .toString();
        String version = "key version " + reason.keyVersion() + " of " + reason.corp();
        return ParkedReason.of(reason.word())
                .map(word -> switch (word) {
                    case MISSING_KEY ->
                        new Trouble(
                                Trouble.End.BY_A_PERSON,
                                records,
                                "Records of " + version + " wait for their private key: put it into " + file
                                        + ", readable by its owner only.");
                    case KEY_MISMATCH ->
                        new Trouble(
                                Trouble.End.BY_A_PERSON,
                                records,
                                "Records of " + version + " do not decrypt with " + file
                                        + ": put the private key of that version there.");
                    case NATIVE_CRASH, REFUSED_FOR_NOW ->
                        new Trouble(
                                Trouble.End.BY_COMMAND,
                                records,
                                "Records are parked as " + word.text()
                                        + ": bin/archivectl release tries them again, see decryptor/README.md.");
                })
                .orElseGet(() ->
                        new Trouble(Trouble.End.BY_COMMAND, records, "Records are parked as " + reason.word() + "."));
    }
}
