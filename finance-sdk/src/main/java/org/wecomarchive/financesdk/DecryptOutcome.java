package org.wecomarchive.financesdk;

import java.util.Arrays;
import java.util.Objects;

/** What became of one payload of a batch. */
public sealed interface DecryptOutcome {

    /** The plaintext; throws the refusal where there is none. */
    byte[] payload() throws SdkException;

    /** A call that decrypts one payload. */
    @FunctionalInterface
    interface Decryption {
        byte[] run() throws SdkException;
    }

    /** What became of the payload that {@code decryption} decrypts or refuses. */
    static DecryptOutcome of(Decryption decryption) {
        try {
            return new Decrypted(decryption.run());
        } catch (SdkException refusal) {
            return new Refused(refusal);
        }
    }

    /** The library decrypted the payload. */
    record Decrypted(byte[] payload) implements DecryptOutcome {

        public Decrypted {
            payload = payload.clone();
        }

        @Override
        public byte[] payload() {
            return payload.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Decrypted that && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(payload);
        }

        @Override
        public String toString() {
            return "Decrypted[" + payload.length + " bytes]";
        }
    }

    /** The library refused this payload; the others of its batch are not affected. */
    record Refused(SdkException refusal) implements DecryptOutcome {

        public Refused {
            Objects.requireNonNull(refusal, "refusal is null");
        }

        @Override
        public byte[] payload() throws SdkException {
            throw refusal;
        }
    }
}
