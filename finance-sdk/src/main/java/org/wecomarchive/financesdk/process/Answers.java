package org.wecomarchive.financesdk.process;

import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.process.Protocol.Answer;

/** Reads the beginning of an answer, which is the same for all. */
final class Answers {

    private Answers() {}

    /** The live structs with which every answer begins. */
    static NativeStructs readStructs(Frame answer) {
        return new NativeStructs(answer.readInt(), answer.readInt(), answer.readInt());
    }

    /** Throws the failure that {@code answer} carries, if it does. */
    static void refuseFailed(Frame answer) throws SdkException {
        if (Answer.of(answer.kind()) == Answer.FAILED) {
            throw PayloadCodec.readFailure(answer);
        }
    }

    /** @throws IllegalArgumentException when the process says that the library cannot be used */
    static void refuseUnusable(Frame answer) {
        readStructs(answer);
        if (Answer.of(answer.kind()) == Answer.UNUSABLE) {
            throw new IllegalArgumentException(answer.readText());
        }
    }
}
