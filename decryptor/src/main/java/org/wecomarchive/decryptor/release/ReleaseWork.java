package org.wecomarchive.decryptor.release;

import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.follow.RetryLoop;

/** Releases parked records in sessions. A failure that is not about a record ends the session, and the next run opens another. */
public final class ReleaseWork implements RetryLoop.Work {

    private final ReleaseContext context;
    private volatile ReleaseSession session;

    public ReleaseWork(ReleaseContext context) {
        this.context = context;
    }

    @Override
    public boolean run() throws TransientTroubleException {
        try {
            if (session == null) {
                session = new ReleaseSession(context);
                session.begin();
            }
            return session.round();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void wakeUp() {
        ReleaseSession open = session;
        if (open != null) {
            open.wakeUp();
        }
    }

    @Override
    public void close() {
        context.figures().standsStill();
        ReleaseSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
