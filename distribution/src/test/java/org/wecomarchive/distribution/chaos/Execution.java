package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does what a plan says until enough processes were killed, and undoes each action in time. */
final class Execution {

    private final Timeline timeline;
    private final Flow flow;
    private final int kills;
    private final List<Future<?>> ends = new ArrayList<>();

    Execution(Timeline timeline, Flow flow, int kills) {
        this.timeline = timeline;
        this.flow = flow;
        this.kills = kills;
    }

    /** Returns when the last action has ended. */
    void run(Plan plan) throws IOException, InterruptedException, TimeoutException, ExecutionException {
        ScheduledExecutorService undoing = Executors.newScheduledThreadPool(4);
        try {
            while (timeline.counted(Action.Kind.KILLS) < kills) {
                Plan.Moment moment = plan.next();
                new CountDownLatch(1).await(moment.pause().toMillis(), TimeUnit.MILLISECONDS);
                for (Action action : moment.actions()) {
                    begin(action, undoing);
                }
            }
            for (Future<?> end : ends) {
                end.get(5, TimeUnit.MINUTES);
            }
        } finally {
            undoing.shutdownNow();
        }
    }

    private void begin(Action action, ScheduledExecutorService undoing)
            throws IOException, InterruptedException, TimeoutException {
        boolean done = action.begin();
        timeline.say(action.name() + (done ? "" : ": there was nothing to do it to"));
        if (done) {
            timeline.count(action.kind());
        }
        if (action.lasts().isZero()) {
            flow.ended(action.name());
        } else {
            ends.add(undoing.schedule(() -> end(action), action.lasts().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private Void end(Action action) throws IOException, InterruptedException, TimeoutException {
        action.end();
        timeline.say("over: " + action.name());
        flow.ended(action.name());
        return null;
    }
}
