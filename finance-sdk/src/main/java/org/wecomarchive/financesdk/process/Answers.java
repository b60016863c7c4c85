package org.wecomarchive.financesdk.process;

import java.util.concurrent.atomic.AtomicReference;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkMonitor;
import org.wecomarchive.financesdk.process.Protocol.Answer;

/** Reads the beginning of an answer, which is the same for all, and tells the monitor when the live structs have changed. */
final class Answers {

    private final SdkMonitor monitor;
    private final AtomicReference<NativeStructs> last = new AtomicReference<>(NativeStructs.NONE);

    Answers(SdkMonitor monitor) {
        this.monitor = monitor;
    }

    /** @throws SdkException the failure that the answer carries, if it does */
    void accept(Frame answer) throws SdkException {
        NativeStructs live = readStructs(answer);
        if (!live.equals(last.getAndSet(live))) {
            monitor.liveStructs(live);
        }
        if (answer.answer() == Answer.FAILED) {
            throw PayloadCodec.readFailure(answer);
        }
    }

    /** @throws IllegalArgumentException when the process says that the library cannot be used */
    static void refuseUnusable(Frame answer) {
        readStructs(answer);
        if (answer.answer() == Answer.UNUSABLE) {
            throw new IllegalArgumentException(answer.readText());
        }
    }

    private static NativeStructs readStructs(Frame answer) {
        return new NativeStructs(answer.readInt(), answer.readInt(), answer.readInt());
    }
}
