package org.wecomarchive.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A class that makes a client of Kafka's does so by way of {@code KafkaClients}, which tells names that do not resolve from
 * wrong settings.
 */
final class MadeClients extends ArchCondition<JavaClass> {

    /** They run against servers of their own. */
    static final Set<String> FREE = Set.of("recovery", "testkit", "quickstart", "benchmarks");

    private static final String OPENER = ModuleTable.ROOT + ".recovery.KafkaClients";
    private static final Set<String> CLIENTS = Set.of(
            "org.apache.kafka.clients.consumer.KafkaConsumer", "org.apache.kafka.clients.producer.KafkaProducer");
    private static final String ADMIN = "org.apache.kafka.clients.admin.Admin";

    MadeClients() {
        super("make clients of Kafka's by way of KafkaClients");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (calls(type).anyMatch(call -> call.getTargetOwner().getName().equals(OPENER))) {
            return;
        }
        calls(type)
                .filter(call -> makesClient(call.getTarget()))
                // The constructor of a client of our own, which somebody else makes.
                .filter(call -> !type.isAssignableTo(call.getTargetOwner().getName()))
                .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
    }

    private static Stream<JavaCall<?>> calls(JavaClass type) {
        return Stream.concat(type.getMethodCallsFromSelf().stream(), type.getConstructorCallsFromSelf().stream());
    }

    private static boolean makesClient(CodeUnitCallTarget target) {
        String owner = target.getOwner().getName();
        return (CLIENTS.contains(owner) && target.getName().equals("<init>"))
                || (owner.equals(ADMIN) && target.getName().equals("create"));
    }
}
