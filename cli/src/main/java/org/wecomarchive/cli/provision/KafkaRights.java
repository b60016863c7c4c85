package org.wecomarchive.cli.provision;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.wecomarchive.cli.provision.Report.State;
import org.wecomarchive.recovery.KafkaAnswers;

/** The rights that the brokers of a cluster hold: read, and added to with one call. */
public final class KafkaRights {

    private static final String READING = "describe on the cluster";
    private static final String GRANTING = "alter on the cluster";

    private final Admin admin;

    /** Uses the client, and leaves it open. */
    public KafkaRights(Admin admin) {
        this.admin = admin;
    }

    /** How the site differs from what is wanted; changes nothing. */
    public List<Difference> compare(WantedRights wanted) {
        return wanted.compare(existing());
    }

    /**
     * Grants what is missing.
     *
     * @param dryRun changes nothing; Kafka cannot check a right without granting it
     */
    public Report apply(WantedRights wanted, boolean dryRun) {
        Collection<AclBinding> existing = existing();
        Report report = new Report();
        List<AclBinding> missing = wanted.byRole().keySet().stream()
                .filter(right -> !existing.contains(right))
                .toList();
        if (dryRun) {
            wanted.compare(existing).stream()
                    .filter(Difference::isOurs)
                    .forEach(difference -> report.add(State.PLANNED, difference));
        } else if (!missing.isEmpty()) {
            grant(wanted, missing, report);
            AdminCalls.awaitShown(report.done(), () -> compare(wanted));
        }
        report.addUntouched(wanted.compare(existing));
        return report;
    }

    private void grant(WantedRights wanted, List<AclBinding> missing, Report report) {
        Map<AclBinding, KafkaFuture<Void>> answers = admin.createAcls(missing).values();
        missing.stream()
                .sorted(Comparator.comparing(right -> right.entry().principal()))
                .forEach(right -> {
                    Optional<String> refusal = AdminCalls.refused(answers.get(right), GRANTING);
                    Difference difference = wanted.difference(right);
                    report.add(
                            refusal.isPresent() ? State.FAILED : State.DONE,
                            refusal.map(difference::withNote).orElse(difference));
                });
    }

    private Collection<AclBinding> existing() {
        return AdminCalls.read(
                READING,
                () -> KafkaAnswers.await(
                        admin.describeAcls(AclBindingFilter.ANY).values()));
    }
}
