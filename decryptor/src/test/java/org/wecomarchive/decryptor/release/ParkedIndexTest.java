package org.wecomarchive.decryptor.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaProviderChoice;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.fixtures.TestKeys;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.outcome.ParkedReason;

final class ParkedIndexTest {

    private static final String CORP = Records.CORP;
    private static final ParkedGroup MISSING = new ParkedGroup(CORP, 3, ParkedReason.MISSING_KEY);
    private static final ParkedGroup MISMATCH = new ParkedGroup(CORP, 3, ParkedReason.KEY_MISMATCH);
    private static final ParkedGroup CRASH = new ParkedGroup(CORP, 3, ParkedReason.NATIVE_CRASH);

    @TempDir
    private Path keysDir;

    private KeyRing keys;
    private final ParkedIndex index = new ParkedIndex(4);

    @BeforeEach
    void open() {
        keys = new KeyRing(keysDir, KeyFileAccess.OWNER, RsaEngine.open(RsaProviderChoice.JDK), () -> 0);
    }

    @Test
    void makesNothingDueBeforeTheKeyIsThereAndAllOfItThen() {
        index.park(0, key(2), 20, MISMATCH);
        index.park(0, key(1), 10, MISSING);
        index.park(0, key(3), 30, new ParkedGroup(CORP, 4, ParkedReason.MISSING_KEY));

        long[] before = index.due(0, keys);
        installKey("pkcs1.pem");

        assertThat(before).isEmpty();
        assertThat(index.due(0, keys)).containsExactly(10, 20);
        assertThat(index.due(1, keys)).isEmpty();
    }

    @Test
    void triesARecordOnceForEachRevisionOfItsKey() {
        index.park(0, key(1), 10, MISMATCH);
        installKey("other.pem");
        index.tried(0, key(1), keys.revision(CORP, 3));
        long[] afterTheTry = index.due(0, keys);

        installKey("pkcs1.pem");

        assertThat(afterTheTry).isEmpty();
        assertThat(index.due(0, keys)).containsExactly(10);
    }

    @Test
    void remembersTheTryOfARecordThatIsParkedAgain() {
        index.park(0, key(1), 10, MISSING);
        installKey("other.pem");
        index.tried(0, key(1), keys.revision(CORP, 3));

        index.park(0, key(1), 40, MISMATCH);

        assertThat(index.due(0, keys)).isEmpty();
        assertThat(index.size(ParkedReason.MISSING_KEY)).isZero();
        assertThat(index.size(ParkedReason.KEY_MISMATCH)).isEqualTo(1);
    }

    @Test
    void takesOnlyTheNewestRecordOfAKeyForCurrent() {
        installKey("pkcs1.pem");
        index.park(0, key(1), 10, MISSING);

        index.park(0, key(1), 40, MISSING);

        assertThat(index.isDue(0, key(1), 10, keys)).isFalse();
        assertThat(index.isDue(0, key(1), 40, keys)).isTrue();
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void forgetsWhatATombstoneTakesOut() {
        installKey("pkcs1.pem");
        index.park(0, key(1), 10, MISSING);

        index.resolve(0, key(1));
        index.resolve(0, key(1));

        assertThat(index.due(0, keys)).isEmpty();
        assertThat(index.size()).isZero();
        assertThat(index.size(ParkedReason.MISSING_KEY)).isZero();
    }

    @Test
    void neverReleasesByItselfWhatCrashed() {
        installKey("pkcs1.pem");

        index.park(0, key(1), 10, CRASH);

        assertThat(index.due(0, keys)).isEmpty();
        assertThat(index.isDue(0, key(1), 10, keys)).isFalse();
        assertThat(index.size(ParkedReason.NATIVE_CRASH)).isEqualTo(1);
    }

    @Test
    void holdsItsLimitAndTellsWhichPartitionHasMore() {
        for (int seq = 0; seq < 4; seq++) {
            index.park(0, key(seq), seq, MISSING);
        }

        index.park(1, key(4), 4, MISSING);

        assertThat(index.size()).isEqualTo(4);
        assertThat(index.overflown()).isEqualTo(Map.of(1, 4L));
        assertThat(index.hasRoom()).isFalse();
        index.resolve(0, key(0));
        index.resolve(0, key(1));
        assertThat(index.hasRoom()).isTrue();
        index.clear(1);
        assertThat(index.overflown()).isEmpty();
    }

    @Test
    void forgetsAPartitionThatIsGivenAway() {
        index.park(0, key(1), 10, MISSING);
        index.park(1, key(2), 10, MISSING);

        index.clear(0);

        assertThat(index.size()).isEqualTo(1);
        assertThat(index.size(ParkedReason.MISSING_KEY)).isEqualTo(1);
    }

    private void installKey(String name) {
        TestKeys.install(name, keysDir, CORP, 3);
        keys.reload();
    }

    private static ParkedKey key(long seq) {
        return new ParkedKey(CORP, seq);
    }
}
