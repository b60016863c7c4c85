package org.wecomarchive.financesdk.process;

import java.util.ArrayList;
import java.util.List;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * Bodies of requests and answers that carry payloads and failures.
 *
 * <p><b>Shape.</b> An outcome is a byte, 1 for a plaintext, which follows as bytes, 0 for a refusal, which follows as in
 * {@link Protocol.Answer#FAILED}.
 */
final class PayloadCodec {

    private static final byte REFUSED = 0;
    private static final byte DECRYPTED = 1;

    private PayloadCodec() {}

    /** Most bytes that a payload takes up in a frame, for the usual ASCII text; a guess for any other. */
    static int bytesOf(EncryptedPayload payload) {
        return 2 * Integer.BYTES + payload.key().length() + payload.message().length();
    }

    static void putPayloads(FrameBuilder frame, List<EncryptedPayload> payloads) {
        frame.putInt(payloads.size());
        for (EncryptedPayload payload : payloads) {
            frame.putText(payload.key()).putText(payload.message());
        }
    }

    static List<EncryptedPayload> readPayloads(Frame frame) {
        int count = frame.readInt();
        List<EncryptedPayload> payloads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            payloads.add(new EncryptedPayload(frame.readText(), frame.readText()));
        }
        return payloads;
    }

    static void putOutcomes(FrameBuilder frame, List<DecryptOutcome> outcomes) {
        for (DecryptOutcome outcome : outcomes) {
            try {
                byte[] plaintext = outcome.payload();
                frame.putByte(DECRYPTED).putBytes(plaintext);
            } catch (SdkException refusal) {
                putFailure(frame.putByte(REFUSED), refusal);
            }
        }
    }

    static List<DecryptOutcome> readOutcomes(Frame frame, int count) {
        List<DecryptOutcome> outcomes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            outcomes.add(
                    frame.readByte() == DECRYPTED
                            ? new DecryptOutcome.Decrypted(frame.readBytes())
                            : new DecryptOutcome.Refused(readFailure(frame)));
        }
        return outcomes;
    }

    static void putFailure(FrameBuilder frame, SdkException failure) {
        frame.putText(failure.function().name())
                .putInt(failure.code())
                .putText(failure.failureClass().name())
                .putText(failure.remedy());
    }

    static SdkException readFailure(Frame frame) {
        return new SdkException(
                SdkFunction.valueOf(frame.readText()),
                frame.readInt(),
                FailureClass.valueOf(frame.readText()),
                frame.readText());
    }
}
