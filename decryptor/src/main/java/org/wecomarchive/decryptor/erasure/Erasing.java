package org.wecomarchive.decryptor.erasure;

import java.util.List;
import java.util.Map;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.topology.Figure;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.serde.RecordSerde;

/** The orders of erasure, and how an erased record is written. */
public record Erasing(ErasureLog orders, RecordSerde<Erasure> serde, String topic) {

    /** Keeps back what an order names after {@code decrypter} has done its work. */
    public Decrypter after(Decrypter decrypter) {
        return new ErasureGate(decrypter, orders, erased -> serde.serialize(topic, erased));
    }

    public List<Figure> figures() {
        return List.of(
                new Figure("wecom_erasures", "orders of erasure in force", Map.of(), orders::size),
                new Figure(
                        "wecom_erasures_age_seconds",
                        "seconds since the orders of erasure were known to be complete",
                        Map.of(),
                        () -> orders.age().toMillis() / 1000.0));
    }
}
