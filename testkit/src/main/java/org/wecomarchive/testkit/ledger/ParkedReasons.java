package org.wecomarchive.testkit.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.schemas.HeaderNames;

/** Why records are parked now: the last one of each key in the parked topic counts. */
final class ParkedReasons {

    private final Map<String, ParkedFor> byKey = new HashMap<>();

    void add(ConsumerRecord<String, Boolean> record) {
        if (record.value() == null) {
            byKey.remove(record.key());
        } else {
            byKey.put(
                    record.key(),
                    new ParkedFor(
                            LedgerEntry.text(record.headers(), HeaderNames.CORP),
                            LedgerEntry.text(record.headers(), HeaderNames.KEY_VERSION),
                            LedgerEntry.text(record.headers(), HeaderNames.REASON)));
        }
    }

    /** How many records are parked for each reason. */
    Map<ParkedFor, Long> counts() {
        return byKey.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
