package org.wecomarchive.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.wecomarchive.quickstart.faults.EveryFault;
import org.wecomarchive.quickstart.pipeline.Store;
import org.wecomarchive.quickstart.report.Messages;
import org.wecomarchive.quickstart.tenant.RealTenant;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultPlan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code bin/quickstart}, as picocli reads them. */
final class CommandOptions {

    private static final String EVERY_FAULT = "every";
    private static final double HIGHEST_RATE = 10_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "messages that the simulated tenant grows by in this run (default: 20000)")
    private Optional<Long> records;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "what its content follows from (default: 7, or what the directory has)")
    private Optional<Long> seed;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "new messages a second afterwards, until Ctrl-C (default: 2)")
    private Optional<Double> rate;

    @Option(
            names = "--exit",
            description = "end after the summary; the last line of standard output is then one JSON object and the exit"
                    + " code is 0 only if the books balance")
    private boolean exit;

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = "keep everything there; a second run goes on from it (default: a temporary directory)")
    private Optional<Path> dir;

    @Option(
            names = "--faults",
            paramLabel = "PLAN",
            arity = "0..1",
            fallbackValue = EVERY_FAULT,
            description = {
                "inject every fault the simulator supports: every code, errcode and page of WeCom's, hangs and crashes"
                        + " of the library, damaged, poisonous and huge records, media, and a key that comes late; or only"
                        + " what PLAN says, as the simulator's README has it.",
                "The run ends when all of it has happened and fails when some of it has not. From 1000 messages up.",
                "Refused are backwards, descending, rewritten and code=10000, after which the ingestor stops for a"
                        + " person to decide, and jump, after which WeCom itself has lost records"
            })
    private Optional<String> faults;

    @Option(names = "--no-search", description = "without Elasticsearch and its sink")
    private boolean noSearch;

    @Option(names = "--no-cold", description = "without the cold store and its sinks")
    private boolean noCold;

    @Option(
            names = "--show-messages",
            description = "show some decoded messages of a real tenant (a simulated one's are always shown)")
    private boolean showMessages;

    @ArgGroup(exclusive = false, heading = "%nA real tenant in place of the simulated one:%n")
    private Tenant tenant;

    /** The options of a real tenant: all or none. */
    private static final class Tenant {

        @Option(
                names = "--library",
                required = true,
                paramLabel = "PATH",
                description = "the vendor's libWeWorkFinanceSdk_C.so")
        private Path library;

        @Option(names = "--corp", required = true, paramLabel = "ID", description = "corp id")
        private String corpId;

        @Option(
                names = "--secret-file",
                required = true,
                paramLabel = "FILE",
                description = "file with the secret of the archive application and nothing else")
        private Path secretFile;

        @Option(
                names = "--keys-dir",
                required = true,
                paramLabel = "DIR",
                description = "directory with <corp>/<version>.pem, readable by the owner only")
        private Path keysDir;

        @Option(names = "--proxy", paramLabel = "URL", description = "http://host:port or socks5://host:port")
        private Optional<String> proxy;
    }

    /**
     * What the user asked for.
     *
     * @throws ParameterException naming the first option that is wrong
     */
    Options checked() {
        if (records.isPresent() && records.get() < 0) {
            throw wrong("--records takes a whole number from 0 up");
        }
        if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= HIGHEST_RATE)) {
            throw wrong("--rate takes messages a second, above 0 and up to 10000");
        }
        Optional<RealTenant> realTenant = Optional.ofNullable(tenant).map(this::realTenant);
        return new Options(
                records.orElse(20_000L),
                seed.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                rate.orElse(2.0),
                exit ? Options.Ending.EXIT : Options.Ending.STAY,
                dir.map(CommandOptions::absolute),
                realTenant,
                realTenant.isEmpty() || showMessages ? Messages.SHOWN : Messages.HIDDEN,
                faults.map(this::plan),
                stores());
    }

    private RealTenant realTenant(Tenant real) {
        if (records.isPresent() || seed.isPresent() || rate.isPresent() || faults.isPresent()) {
            throw wrong("--records, --seed, --rate and --faults are for the simulated tenant, not for a real one");
        }
        if (real.corpId.isBlank()) {
            throw wrong("--corp is blank");
        }
        List.of(real.library, real.secretFile, real.keysDir).forEach(this::requireReadable);
        return new RealTenant(
                absolute(real.library),
                real.corpId,
                absolute(real.secretFile),
                absolute(real.keysDir),
                real.proxy.orElse(""));
    }

    private void requireReadable(Path path) {
        if (path.toString().isBlank() || !Files.isReadable(path)) {
            throw wrong("--library, --secret-file and --keys-dir: " + absolute(path) + " cannot be read");
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private Set<Store> stores() {
        Set<Store> stores = EnumSet.allOf(Store.class);
        if (noSearch) {
            stores.remove(Store.SEARCH);
        }
        if (noCold) {
            stores.remove(Store.COLD);
        }
        return stores;
    }

    private FaultPlan plan(String words) {
        if (words.equals(EVERY_FAULT)) {
            return EveryFault.plan();
        }
        FaultPlan plan;
        try {
            plan = FaultPlan.parse(words);
        } catch (IllegalArgumentException e) {
            throw wrong("--faults cannot be used: " + e.getMessage());
        }
        Optional<Fault> hopeless = EveryFault.withoutGoodEnd(plan);
        if (hopeless.isPresent() || plan.isEmpty()) {
            throw wrong("--faults takes a plan whose end can balance, not "
                    + hopeless.map(Fault::toString).orElse("an empty one"));
        }
        return plan;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
