package org.wecomarchive.quickstart.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The rules that the tests of every module keep. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestStyleTest {

    private JavaClasses tests;

    @BeforeAll
    void importClasses() {
        tests = Checkout.testClasses();
    }

    @Test
    void noTestSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(tests);
    }

    @Test
    void everyTestWithAServerIsBounded() {
        classes()
                .that()
                .haveSimpleNameEndingWith("IT")
                .should(beBounded())
                .because("a server that hangs must fail its test, not the whole build")
                .check(tests);
    }

    private static boolean inheritsTimeout(JavaClass type) {
        return type.isAnnotatedWith(Timeout.class)
                || type.getRawSuperclass().map(TestStyleTest::inheritsTimeout).orElse(false);
    }

    private static ArchCondition<JavaClass> beBounded() {
        return new ArchCondition<>("carry @Timeout on the class or on every test") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean bounded = inheritsTimeout(type)
                        || type.getMethods().stream()
                                .filter(method -> method.isMetaAnnotatedWith(org.junit.jupiter.api.Test.class))
                                .allMatch(method -> method.isAnnotatedWith(Timeout.class));
                events.add(new SimpleConditionEvent(type, bounded, type.getName() + " has no @Timeout"));
            }
        };
    }
}
