package org.wecomarchive.simulator.tenant;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.wecomarchive.simulator.fault.FaultPlan;

/**
 * What a simulated tenant is like.
 *
 * @param corpId for example {@code ww1234567890abcdef}
 * @param secret secret of the archive application; a caller with another one gets errcode 40001
 * @param seed determines all content
 * @param firstSeq seq of the first record, unsigned
 * @param history how long before its creation the tenant's first record was archived
 * @param retention how long a record can be fetched after it was archived
 * @param damageShare share of records that can never be decrypted, 0 to 1
 * @param rotations indexes of the records that begin the next key version, ascending; the first version is 1
 * @param withheldVersions key versions whose private key the tenant does not hand out
 * @param faults of records, which never change, and of calls, until the server is given others
 */
public record TenantSettings(
        String corpId,
        String secret,
        long seed,
        long firstSeq,
        Duration history,
        Duration retention,
        double damageShare,
        List<Long> rotations,
        Set<Integer> withheldVersions,
        FaultPlan faults) {

    public TenantSettings {
        if (!corpId.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("corpId must be 1 to 64 letters, digits, _ or -: " + corpId);
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("secret is empty");
        }
        if (history.isNegative() || retention.isNegative()) {
            throw new IllegalArgumentException("history and retention must not be negative");
        }
        if (!(damageShare >= 0 && damageShare <= 1)) {
            throw new IllegalArgumentException("damageShare must be 0 to 1: " + damageShare);
        }
        Objects.requireNonNull(faults, "faults is null");
        rotations = List.copyOf(rotations);
        withheldVersions = Set.copyOf(withheldVersions);
        for (int i = 0; i < rotations.size(); i++) {
            if (rotations.get(i) <= (i == 0 ? 0 : rotations.get(i - 1))) {
                throw new IllegalArgumentException("rotations must be positive and ascending: " + rotations);
            }
        }
    }

    /** A tenant with three key versions, 0.3 % damage, four days of history and five days of retention. */
    public static Builder builder(String corpId, String secret, long seed) {
        return new Builder(corpId, secret, seed);
    }

    /** How many key versions there are. */
    int keyVersions() {
        return rotations.size() + 1;
    }

    /** The key version of the record at an index. */
    int keyVersion(long index) {
        int version = 1;
        while (version <= rotations.size() && rotations.get(version - 1) <= index) {
            version++;
        }
        return version;
    }

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "TenantSettings[corpId=" + corpId + ", seed=" + seed + ", firstSeq="
                + Long.toUnsignedString(firstSeq) + ", history=" + history + ", retention=" + retention
                + ", damageShare=" + damageShare + ", rotations=" + rotations + ", withheldVersions="
                + withheldVersions + ", faults=" + faults + "]";
    }

    /** Settings in the making. */
    public static final class Builder {

        private final String corpId;
        private final String secret;
        private final long seed;
        private long firstSeq = 1;
        private Duration history = Duration.ofDays(4);
        private Duration retention = Duration.ofDays(5);
        private double damageShare = 0.003;
        private List<Long> rotations = List.of(1_357L, 11_113L);
        private Set<Integer> withheldVersions = Set.of();
        private FaultPlan faults = FaultPlan.none();

        private Builder(String corpId, String secret, long seed) {
            this.corpId = Objects.requireNonNull(corpId, "corpId is null");
            this.secret = Objects.requireNonNull(secret, "secret is null");
            this.seed = seed;
        }

        public Builder firstSeq(long unsignedSeq) {
            this.firstSeq = unsignedSeq;
            return this;
        }

        public Builder history(Duration value) {
            this.history = value;
            return this;
        }

        public Builder retention(Duration value) {
            this.retention = value;
            return this;
        }

        public Builder damageShare(double value) {
            this.damageShare = value;
            return this;
        }

        public Builder rotations(Long... indexes) {
            this.rotations = List.of(indexes);
            return this;
        }

        public Builder withheldVersions(Integer... versions) {
            this.withheldVersions = Set.of(versions);
            return this;
        }

        public Builder faults(FaultPlan value) {
            this.faults = value;
            return this;
        }

        public TenantSettings build() {
            return new TenantSettings(
                    corpId,
                    secret,
                    seed,
                    firstSeq,
                    history,
                    retention,
                    damageShare,
                    rotations,
                    withheldVersions,
                    faults);
        }
    }
}
