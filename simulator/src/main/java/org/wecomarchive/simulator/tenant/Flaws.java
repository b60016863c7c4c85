package org.wecomarchive.simulator.tenant;

import java.util.Optional;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultKind;
import org.wecomarchive.simulator.fault.Occasion;
import org.wecomarchive.simulator.fault.Target;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * What is wrong with a tenant's records for good: what the plan asks for, else some damage by share.
 *
 * <p>A record is damaged or its key is withheld, not both: what becomes of it stays certain.
 */
final class Flaws {

    private static final int DAMAGE_FREE = 20;

    private final TenantSettings settings;
    private final SeqScale seqs;

    Flaws(TenantSettings settings, SeqScale seqs) {
        this.settings = settings;
        this.seqs = seqs;
    }

    Optional<Damage> damage(long index) {
        if (withheld(index)) {
            return Optional.empty();
        }
        Optional<Fault> asked = asked(index);
        return asked.isPresent() ? Damage.of(asked.get().kind()) : byShare(index);
    }

    /** What the plan does to a record; nothing where its key is withheld. */
    Optional<Fault> fault(long index) {
        return withheld(index) ? Optional.empty() : asked(index);
    }

    private Optional<Damage> byShare(long index) {
        if (index < DAMAGE_FREE) {
            return Optional.empty();
        }
        SeededRandom random = SeededRandom.of(settings.seed(), "damage", index);
        return random.chance(settings.damageShare()) ? Optional.of(random.pick(Damage.USUAL)) : Optional.empty();
    }

    /** With which code the library answers the payload at an index, if the plan says so. */
    Optional<Integer> code(long index) {
        return fault(index)
                .filter(fault -> fault.kind() == FaultKind.PAYLOAD_CODE)
                .map(Fault::code);
    }

    /** How many bytes the message at an index has at least; 0 for one of usual size. */
    int forwardedBytes(long index) {
        return asked(index)
                .filter(fault -> fault.kind() == FaultKind.FORWARDED || fault.kind() == FaultKind.OVERSIZED)
                .map(Fault::bytes)
                .orElse(0);
    }

    ExpectedOutcome outcome(long index) {
        if (withheld(index)) {
            return ExpectedOutcome.MISSING_KEY;
        }
        if (asked(index).filter(fault -> fault.kind() == FaultKind.OVERSIZED).isPresent()) {
            return ExpectedOutcome.TOO_LARGE;
        }
        Optional<Integer> code = code(index);
        if (code.isPresent()) {
            return ExpectedOutcome.ofCode(code.get());
        }
        return damage(index).map(Damage::outcome).orElse(ExpectedOutcome.EVENT);
    }

    private boolean withheld(long index) {
        return settings.withheldVersions().contains(settings.keyVersion(index));
    }

    private Optional<Fault> asked(long index) {
        if (settings.faults().isEmpty()) {
            return Optional.empty();
        }
        return settings.faults().first(Target.PAYLOAD, Occasion.record(settings.seed(), index + 1, seqs.seqOf(index)));
    }
}
