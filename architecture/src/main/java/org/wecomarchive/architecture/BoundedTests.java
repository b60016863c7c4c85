package org.wecomarchive.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every test of a class has a time limit, on itself or on the class. */
final class BoundedTests extends ArchCondition<JavaClass> {

    BoundedTests() {
        super("carry @Timeout on the class or on every test");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        boolean bounded = inheritsTimeout(type)
                || type.getMethods().stream()
                        .filter(method -> method.isMetaAnnotatedWith(Test.class))
                        .allMatch(method -> method.isAnnotatedWith(Timeout.class));
        events.add(new SimpleConditionEvent(type, bounded, type.getName() + " has no @Timeout"));
    }

    private static boolean inheritsTimeout(JavaClass type) {
        return type.isAnnotatedWith(Timeout.class)
                || type.getRawSuperclass().map(BoundedTests::inheritsTimeout).orElse(false);
    }
}
