package org.wecomarchive.decryptor.erasure;

import java.util.Optional;
import java.util.function.Function;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.schemas.Erasure;

/**
 * The last step before an outcome is written: what an order of erasure names becomes {@code erased}, whatever it was.
 *
 * <p>It runs after the prefetch, so that it obeys orders that have come since the record was prefetched.
 */
public final class ErasureFilter implements Decrypter {

    private final Decrypter decrypter;
    private final ErasureLog orders;
    private final Function<Erasure, byte[]> encoder;

    /** @param encoder writes what is in the topic of erased records; safe for any number of threads */
    public ErasureFilter(Decrypter decrypter, ErasureLog orders, Function<Erasure, byte[]> encoder) {
        this.decrypter = decrypter;
        this.orders = orders;
        this.encoder = encoder;
    }

    @Override
    public Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
        orders.requireCurrent();
        Decryption decryption = decrypter.decrypt(at, value);
        Outcome outcome = decryption.outcome();
        Optional<Decryption> erased = outcome.identity().flatMap(identity -> orders.against(identity, outcome.people())
                .map(order -> erased(order, identity, decryption)));
        return erased.orElse(decryption);
    }

    /** The order, narrowed down to the one record: who reads it need not know whom it is about. */
    private Decryption erased(Erasure order, RecordIdentity identity, Decryption decryption) {
        Erasure ofRecord = Erasure.newBuilder(order)
                .setSeq(identity.seq())
                .setSubject(null)
                .build();
        return new Decryption(new Outcome.Erased(encoder.apply(ofRecord), identity), decryption.nanos());
    }
}
