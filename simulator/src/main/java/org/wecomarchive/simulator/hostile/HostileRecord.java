package org.wecomarchive.simulator.hostile;

import java.util.function.UnaryOperator;
import org.wecomarchive.simulator.tenant.SimulatedRecord;

/**
 * One spoiled record. Without copies: it may have megabytes.
 *
 * @param layer where it is spoiled
 * @param mutation how, for whoever looks into a failure
 * @param sealed the record, spoiled unless the layer is one of the page or the raw record
 * @param page the page that brings it, UTF-8 JSON unless that is spoiled
 * @param asked the exclusive seq that the page is the answer to
 * @param records how many records were written into the page, this one included
 * @param ofRaw spoils the bytes of the record in the raw topic, in the Confluent wire format; changes nothing in other layers
 */
public record HostileRecord(
        Layer layer,
        String mutation,
        SimulatedRecord sealed,
        byte[] page,
        long asked,
        int records,
        UnaryOperator<byte[]> ofRaw) {

    /** How it was spoiled, and its size. */
    @Override
    public String toString() {
        return layer + " " + mutation + ", " + page.length + " bytes";
    }
}
