package org.wecomarchive.quickstart.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The module table, the package rules and the naming rules, over the main classes of every module at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {

    private static final Pattern BANNED_NAME =
            Pattern.compile("(Manager|Helpers?|Utils?|Common|Impl|Data|Info)(?=[A-Z]|$)");
    private static final int MAX_LINES = 400;

    private JavaClasses main;

    @BeforeAll
    void importClasses() {
        main = Checkout.mainClasses();
    }

    static Set<String> modules() {
        return new TreeSet<>(ModuleTable.MAY_USE.keySet());
    }

    @Test
    void everyModuleOfTheCheckoutIsInTheTable() {
        Set<String> found = new TreeSet<>();
        main.forEach(type -> found.add(moduleOf(type)));

        assertThat(found).isEqualTo(modules());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleUsesOnlyTheModulesItsRowAllows(String module) {
        Set<String> allowed = ModuleTable.MAY_USE.get(module);

        noClasses()
                .that()
                .resideInAPackage(ModuleTable.ROOT + "." + module + "..")
                .should()
                .dependOnClassesThat(matching(
                        "of a module that the row of " + module + " does not name",
                        type -> isOurs(type) && !moduleOf(type).equals(module) && !allowed.contains(moduleOf(type))))
                .because("modules meet at topics and schemas; see the module table in the README")
                .check(main);
    }

    @Test
    void featurePackagesHaveNoCycles() {
        slices().matching(ModuleTable.ROOT + ".(*).(**)")
                .should()
                .beFreeOfCycles()
                .check(main);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestor", "decryptor", "sinkelasticsearch", "sinkiceberg"})
    void theModuleRootWiresTheFeaturesAndNotTheOtherWayRound(String module) {
        String root = ModuleTable.ROOT + "." + module;

        noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root)
                .check(main);
    }

    @Test
    void packagesAreFeaturesNotLayers() {
        classes()
                .should()
                .resideOutsideOfPackages(
                        "..service..", "..impl..", "..model..", "..util..", "..utils..", "..common..", "..core..")
                .check(main);
    }

    @Test
    void classNamesSayWhatTheClassIs() {
        noClasses()
                .that(matching("not generated", type -> !type.getPackageName().equals("org.wecomarchive.schemas")))
                .should(be(matching(
                        "named with a word that says nothing",
                        type -> BANNED_NAME.matcher(type.getSimpleName()).find())))
                .because("STYLE bans Manager, Helper, Util, Common, Impl, Data and Info: say what the class does")
                .check(main);
    }

    @Test
    void cipherCodeStaysInTheCryptoPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.crypto..")
                .check(main);
    }

    @Test
    void nativeCodeIsReachedFromOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wecomarchive.financesdk.nativelib..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(main);
    }

    @Test
    void tableFormatsStayInTheIcebergSink() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wecomarchive.sinkiceberg..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.iceberg..", "org.apache.parquet..", "org.apache.hadoop..")
                .check(main);
    }

    @Test
    void elasticsearchIsReachedFromOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.wecomarchive.sinkelasticsearch.cluster..", "org.wecomarchive.elasticsearchserver..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("co.elastic..", "org.elasticsearch..")
                .check(main);
    }

    @Test
    void theTimeComesFromAClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time is injected, so that time-outs can be tested without waiting")
                .check(main);
    }

    @Test
    void onlyTheInjectedSleeperSleeps() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Sleeper")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("any other sleep cannot be stopped or tested")
                .check(main);
    }

    @Test
    void textIsFormattedInTheRootLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .because("keys and documents must not depend on the operator's language")
                .check(main);
    }

    @Test
    void noMainFileIsLongerThanAReaderCanHold() throws IOException {
        Set<String> tooLong = new TreeSet<>();
        for (Path file : Checkout.mainSources()) {
            long lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                tooLong.add(Checkout.root().relativize(file) + ": " + lines + " lines");
            }
        }

        assertThat(tooLong).isEmpty();
    }

    private static DescribedPredicate<JavaClass> matching(String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ModuleTable.ROOT + ".");
    }

    private static String moduleOf(JavaClass type) {
        String below = type.getPackageName().substring(ModuleTable.ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
