package org.wecomarchive.cli.provision;

import static org.wecomarchive.cli.provision.Difference.MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.cli.provision.Difference.Kind;
import org.wecomarchive.cli.provision.Report.State;
import org.wecomarchive.serde.RegisteredSubject;

/** Compares the schema registry with the schemas of this release. */
public final class WantedSchemas {

    private static final String LEVEL = "FULL_TRANSITIVE";
    private static final String SCHEMA = "schema";
    private static final String COMPATIBILITY = "compatibility";

    private WantedSchemas() {}

    /** One line for every subject that is as it should be, and one for everything that is not. */
    public static Report check(List<RegisteredSubject> subjects) {
        Report report = new Report();
        for (RegisteredSubject subject : subjects) {
            List<Difference> differences = new ArrayList<>();
            registration(subject).ifPresent(differences::add);
            compatibility(subject).ifPresent(differences::add);
            differences.forEach(difference -> report.add(State.DIFFERS, difference));
            if (differences.isEmpty()) {
                report.add(State.OK, registered(subject));
            }
        }
        return report;
    }

    /** What registering would do. */
    public static Report plan(List<RegisteredSubject> subjects) {
        Report report = new Report();
        for (RegisteredSubject subject : subjects) {
            Optional<Difference> difference = registration(subject);
            report.add(
                    difference
                            .map(one -> one.kind() == Kind.REGISTER ? State.PLANNED : State.LEFT)
                            .orElse(State.OK),
                    difference.orElseGet(() -> registered(subject)));
        }
        return report;
    }

    /** What was registered, or was registered already. */
    public static Report outcome(List<RegisteredSubject> before, List<RegisteredSubject> now) {
        Report report = new Report();
        for (int subject = 0; subject < now.size(); subject++) {
            boolean known = before.get(subject).id().isPresent();
            report.add(known ? State.OK : State.DONE, registered(now.get(subject)));
        }
        return report;
    }

    private static Difference registered(RegisteredSubject subject) {
        String is =
                subject.type() + " as id " + subject.id().map(String::valueOf).orElse(MISSING);
        return new Difference(Kind.REGISTER, subject.subject(), SCHEMA, is, Optional.empty(), "");
    }

    private static Optional<Difference> registration(RegisteredSubject subject) {
        if (subject.id().isPresent()) {
            return Optional.empty();
        }
        if (subject.taken().isEmpty()) {
            return Optional.of(difference(
                    Kind.REGISTER, subject, MISSING, "what writes it will not start: archivectl schemas register"));
        }
        return Optional.of(
                subject.taken().get()
                        ? difference(
                                Kind.REGISTER,
                                subject,
                                "another, compatible one",
                                "what writes it will not start: archivectl schemas register")
                        : difference(
                                Kind.LEFT,
                                subject,
                                "another, incompatible one",
                                "the registry would refuse this release's: look whose schema it is, and whether topic.prefix"
                                        + " and schema.registry.url are right"));
    }

    private static Difference difference(Kind kind, RegisteredSubject subject, String is, String note) {
        return new Difference(kind, subject.subject(), SCHEMA, is, subject.type() + " of this release", note);
    }

    private static Optional<Difference> compatibility(RegisteredSubject subject) {
        String level = subject.compatibility().orElse("none");
        if (level.equals(LEVEL)) {
            return Optional.empty();
        }
        String note = "else a later release may not be able to read what is kept: curl -X PUT -H"
                + " 'Content-Type: application/vnd.schemaregistry.v1+json' --data '{\"compatibility\": \"" + LEVEL
                + "\"}' <schema.registry.url>/config/" + subject.subject();
        return Optional.of(new Difference(Kind.LEFT, subject.subject(), COMPATIBILITY, level, LEVEL, note));
    }
}
