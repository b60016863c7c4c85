package org.wecomarchive.decryptor.erasure;

import java.util.Collection;
import java.util.Optional;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.Erasure;

/** The orders of erasure in force; safe for any number of threads. */
public interface ErasureOrders {

    /**
     * Refuses to answer from old knowledge.
     *
     * @throws TransientTroubleException when the orders could not be read for so long that one may have been missed
     */
    void requireCurrent() throws TransientTroubleException;

    /**
     * An order that names the record or one of its people.
     *
     * @param people sender and recipients; empty where the record could not be read
     */
    Optional<Erasure> against(RecordIdentity record, Collection<String> people);
}
