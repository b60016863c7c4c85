package org.wecomarchive.connectplugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.wecomarchive.recovery.RedactedException;

/**
 * Calls the servers that a connector's settings name when it is made or changed: all at once and for a few seconds. Connect asks for it with each {@code PUT} and {@code POST}, and never when it starts or restarts a connector.
 */
public final class ConnectionTrials {

    /** Whether to try at all. */
    public static final String SETTING = "validate.connect";

    /** Limit of one call of a trial; shorter than that of all trials, so that the call's own failure is reported. */
    public static final Duration ONE_CALL = Duration.ofSeconds(4);

    private static final Duration ALL = Duration.ofSeconds(6);
    private static final String OTHERWISE =
            " If that is an outage and the settings are right, wait for its end or set " + SETTING + "=false.";

    private final Map<String, Trial> trials = new LinkedHashMap<>();

    /** Calls one server. */
    @FunctionalInterface
    public interface Trial {

        /** The refused settings, each with one sentence that may be shown. What it throws is told by type. */
        Map<String, String> refusals() throws Exception;
    }

    /** Adds the key to a definition and returns it. */
    public static ConfigDef define(ConfigDef definition) {
        return definition.define(
                SETTING,
                ConfigDef.Type.BOOLEAN,
                true,
                ConfigDef.Importance.LOW,
                "Whether the servers that the settings name are called, for a few seconds, when the connector is made or"
                        + " changed; a start or restart never depends on it.");
    }

    /** Adds a trial of what a setting names. */
    public ConnectionTrials with(String setting, Trial trial) {
        trials.put(setting, trial);
        return this;
    }

    /** The refused settings of all trials. */
    public Map<String, String> refusals() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ExecutorService threads = Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, SETTING);
            thread.setContextClassLoader(loader);
            // One that cannot be interrupted must not hold the worker.
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Map<String, String>>> calls = new ArrayList<>();
            trials.values().forEach(trial -> calls.add(trial::refusals));
            List<String> settings = List.copyOf(trials.keySet());
            List<Future<Map<String, String>>> ended = threads.invokeAll(calls, ALL.toMillis(), TimeUnit.MILLISECONDS);
            Map<String, String> refused = new TreeMap<>();
            for (int i = 0; i < ended.size(); i++) {
                refusals(settings.get(i), ended.get(i))
                        .forEach((setting, sentence) -> refused.put(setting, sentence + OTHERWISE));
            }
            return refused;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, String> refusals(String setting, Future<Map<String, String>> ended)
            throws InterruptedException {
        if (ended.isCancelled()) {
            return Map.of(setting, setting + ": no answer within " + ALL.toSeconds() + " s.");
        }
        try {
            return ended.get();
        } catch (ExecutionException e) {
            return Map.of(setting, setting + ": " + RedactedException.sentence(e.getCause()) + ".");
        }
    }
}
