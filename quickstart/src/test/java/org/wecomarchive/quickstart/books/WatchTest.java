package org.wecomarchive.quickstart.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.wecomarchive.quickstart.health.Fetching;
import org.wecomarchive.quickstart.health.Health;
import org.wecomarchive.quickstart.health.Trouble;
import org.wecomarchive.testkit.ledger.Balance;

class WatchTest {

    private static final Balance BALANCE = new Balance(20_000, 19_000, 47, 53, 0, 0, 0, 900, 0, 0);

    @Test
    void countsWhatBecameOfTheRecords() {
        assertThat(Watch.progress(BALANCE, OptionalLong.of(40_000), new Health(Fetching.GOES_ON, List.of())))
                .isEqualTo("20000/40000 fetched, 19000 events, 47 parked, 53 dead");
    }

    @Test
    void saysThatAPersonIsWaitedFor() {
        Health refused = new Health(
                Fetching.WAITS_FOR_A_PERSON, List.of(new Trouble(Trouble.End.BY_A_PERSON, 0, "the IP is not trusted")));

        assertThat(Watch.progress(BALANCE, OptionalLong.empty(), refused))
                .isEqualTo("20000 fetched, 47 parked: WAITS FOR YOU, see above");
    }
}
