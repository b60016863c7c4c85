package org.wecomarchive.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The module table and the rules of packages, names and tests, for one module: extended by a test in each, so that a violation
 * shows in the module that has it. Reads what has been compiled in the module's folder, which is the working directory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {

    /** Modules whose root package holds what puts the rest together. */
    private static final Set<String> WIRED_AT_THE_ROOT =
            Set.of("ingestor", "decryptor", "sinkelasticsearch", "sinkiceberg");

    private static final Pattern BANNED_NAME =
            Pattern.compile("(Manager|Helpers?|Utils?|Common|Impl|Data|Info)(?=[A-Z]|$)");
    private static final int MAX_LINES = 400;

    private JavaClasses main;
    private JavaClasses tests;
    private String module;

    @BeforeAll
    void importClasses() {
        ArchConfiguration.get().setClassResolver(JudgedTypes.class);
        main = classesOf("classes");
        tests = classesOf("test-classes");
        Set<String> found = main.stream().map(ArchitectureContract::moduleOf).collect(Collectors.toSet());
        assertThat(found).as("module of all main classes").hasSize(1);
        module = found.iterator().next();
    }

    private static JavaClasses classesOf(String output) {
        return new ClassFileImporter().importPath(Path.of("target", output));
    }

    @Test
    void usesOnlyTheModulesThatItsRowAllows() {
        assertThat(ModuleTable.MAY_USE).as("the module table").containsKey(module);
        Set<String> allowed = ModuleTable.MAY_USE.get(module);

        noClasses()
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
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void theModuleRootWiresTheFeaturesAndNotTheOtherWayRound() {
        String root = ModuleTable.ROOT + "." + module;

        noClasses()
                .that(matching(
                        "below the root of a module that is wired there",
                        type -> WIRED_AT_THE_ROOT.contains(module)
                                && type.getPackageName().startsWith(root + ".")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root)
                .allowEmptyShould(true)
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
                .allowEmptyShould(true)
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
                .allowEmptyShould(true)
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
                .allowEmptyShould(true)
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
                .allowEmptyShould(true)
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
                .allowEmptyShould(true)
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
    void noMessageOfAForeignExceptionIsShown() {
        ShownFailures.RULES.forEach(rule -> rule.allowEmptyShould(true).check(main));
    }

    @Test
    void noExceptionIsTheLastArgumentOfALog() throws IOException {
        Set<String> logged = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                ShownFailures.logged(Files.readString(file)).forEach(call -> logged.add(file + ": " + call));
            }
        }

        assertThat(logged).isEmpty();
    }

    @Test
    void clientsOfKafkaAreMadeInOneWay() {
        classes()
                .that(matching("of a program for real servers", type -> !MadeClients.FREE.contains(moduleOf(type))))
                .should(new MadeClients())
                .allowEmptyShould(true)
                .because("a name of a broker that does not resolve is no wrong setting")
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
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                long lines = Files.readAllLines(file).size();
                if (lines > MAX_LINES) {
                    tooLong.add(file + ": " + lines + " lines");
                }
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void noTestSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("a test waits for progress, with a bound")
                .check(tests);
    }

    @Test
    void everyTestWithAServerIsBounded() {
        classes()
                .that()
                .haveSimpleNameEndingWith("IT")
                .should(new BoundedTests())
                .because("a server that hangs must fail its test, not the whole build")
                .allowEmptyShould(true)
                .check(tests);
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
