package org.wecomarchive.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Kafka Connect and a log show an exception with its causes, and messages of others may quote a secret or a record: so nothing
 * foreign becomes a cause there.
 */
final class ShownFailures {

    private static final String BECAUSE =
            "Connect and logs show causes, whose messages may quote a secret or a record: use RedactedException,"
                    + " ConnectCalls.failure or the type";

    private static final String SHOWN = "org.apache.kafka.connect.errors.ConnectException";
    private static final String REFUSED = "org.apache.kafka.common.config.ConfigException";
    private static final String REDACTED = ModuleTable.ROOT + ".recovery.RedactedException";
    private static final String ONE_PLACE = ModuleTable.ROOT + ".connectplugin.ConnectCalls";

    static final List<ArchRule> RULES = List.of(
            noClasses()
                    .should()
                    .callConstructorWhere(describe("a cause for Connect to show", ShownFailures::givesConnectACause))
                    .because(BECAUSE),
            noConstructors()
                    .that(describe("of exceptions for Connect", ctor -> isShown(ctor.getOwner())))
                    .should(be(describe("taking any cause", ShownFailures::takesAnyCause)))
                    .because(BECAUSE),
            noClasses()
                    .should()
                    .callMethodWhere(describe(
                            "an exception for a log",
                            call -> call.getTargetOwner().isEquivalentTo(Logger.class) && hasForeign(call)))
                    .because(BECAUSE));

    private static final Pattern LOG_CALL =
            Pattern.compile("\\blog\\s*\\.\\w+\\((?:[^;\"]|\"(?:[^\"\\\\]|\\\\.)*\")*?,\\s*([a-z]\\w*)\\s*\\);");

    private ShownFailures() {}

    /** Calls of a log in a source whose last argument is an exception: the compiled call has an array only. */
    static List<String> logged(String source) {
        return LOG_CALL.matcher(source)
                .results()
                .filter(call -> Pattern.compile("(Exception|Error|Throwable)\\s+" + call.group(1) + "\\b")
                        .matcher(source)
                        .find())
                .map(MatchResult::group)
                .toList();
    }

    private static boolean givesConnectACause(JavaCall<?> call) {
        JavaClass from = call.getOriginOwner();
        return isShown(call.getTargetOwner())
                && hasForeign(call)
                && !from.getName().equals(ONE_PLACE)
                // The cause that such a constructor passes on is of the type that the second rule asks for.
                && !(isShown(from) && call.getOrigin().isConstructor());
    }

    private static boolean takesAnyCause(JavaConstructor constructor) {
        return constructor.getRawParameterTypes().stream().anyMatch(ShownFailures::isForeign);
    }

    private static boolean hasForeign(JavaCall<?> call) {
        return call.getTarget().getRawParameterTypes().stream().anyMatch(ShownFailures::isForeign);
    }

    private static boolean isForeign(JavaClass parameter) {
        return parameter.isAssignableTo(Throwable.class) && !parameter.getName().equals(REDACTED);
    }

    private static boolean isShown(JavaClass type) {
        return type.isAssignableTo(SHOWN) || type.isAssignableTo(REFUSED);
    }
}
