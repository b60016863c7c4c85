package org.wecomarchive.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.wecomarchive.quickstart.faults.EveryFault;
import org.wecomarchive.quickstart.stores.Store;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultPlan;

/** The command line in words: {@code --name value}, {@code --name=value} and the switches. */
final class OptionParser {

    static final String HELP =
            """
            Usage: bin/quickstart [options]

            Starts Kafka, a schema registry, Elasticsearch, Kafka Connect with the ingestor and the sinks, the decryptor and
            a simulated WeCom tenant behind a C library with the vendor's functions, on this machine and on 127.0.0.1 only.
            bin/search and bin/sql ask what it has stored, while it runs and afterwards.

              --records N        messages that the simulated tenant grows by in this run (default 20000)
              --seed S           what its content follows from (default 7, or what the directory has)
              --rate R           new messages a second afterwards, until Ctrl-C (default 2)
              --exit             end after the summary; the last line of standard output is then one JSON object and the
                                 exit code is 0 only if the books balance
              --dir PATH         keep everything there; a second run goes on from it (default: a temporary directory)
              --faults[=PLAN]    let everything go wrong that may: every code, errcode and page of WeCom's, hangs and crashes of
                                 the library, damaged, poisonous and huge records, media, and a key that comes late; or only
                                 what PLAN says, as the simulator's README has it. The run ends when all of it has happened
                                 and fails when some of it has not. From 1000 messages up. Refused are backwards,
                                 descending, rewritten and code=10000, after which the ingestor stops for a person to decide,
                                 and jump, after which WeCom itself has lost records
              --no-search        without Elasticsearch and its sink
              --no-cold          without the cold store and its sinks
              --show-messages    show some decoded messages of a real tenant (a simulated one's are always shown)

            A real tenant in place of the simulated one:
              --library PATH     the vendor's libWeWorkFinanceSdk_C.so
              --corp ID          corp id
              --secret-file F    file with the secret of the archive application and nothing else
              --keys-dir D       directory with <corp>/<version>.pem, readable by the owner only
              --proxy URL        http://host:port or socks5://host:port

              --help             this text
            """;

    private static final Set<String> SWITCHES =
            Set.of("--exit", "--help", "--show-messages", "--faults", "--no-search", "--no-cold");
    private static final Set<String> TENANT = Set.of("--library", "--corp", "--secret-file", "--keys-dir");
    private static final Set<String> VALUES = Set.of(
            "--records",
            "--seed",
            "--rate",
            "--dir",
            "--library",
            "--corp",
            "--secret-file",
            "--keys-dir",
            "--proxy",
            "--faults");

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> switches = new HashSet<>();

    private OptionParser() {}

    /**
     * Reads the command line; empty if it asks for help.
     *
     * @throws UsageException naming the first option that is wrong
     */
    static Optional<Options> parse(List<String> arguments) throws UsageException {
        OptionParser parser = new OptionParser();
        parser.collect(new ArrayDeque<>(arguments));
        return parser.switches.contains("--help") ? Optional.empty() : Optional.of(parser.options());
    }

    private void collect(Deque<String> words) throws UsageException {
        while (!words.isEmpty()) {
            String word = words.pop();
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (SWITCHES.contains(word)) {
                switches.add(word);
            } else if (!VALUES.contains(name)) {
                throw new UsageException("There is no option " + name + "; --help lists them.");
            } else if (equals < 0 && words.isEmpty()) {
                throw new UsageException("The option " + name + " needs a value.");
            } else if (values.put(name, equals < 0 ? words.pop() : word.substring(equals + 1)) != null) {
                throw new UsageException("The option " + name + " is given twice.");
            }
        }
    }

    private Options options() throws UsageException {
        Optional<Options.RealTenant> realTenant = realTenant();
        for (String simulated : List.of("--records", "--seed", "--rate", "--faults")) {
            if (realTenant.isPresent() && (values.containsKey(simulated) || switches.contains(simulated))) {
                throw new UsageException(
                        "The option " + simulated + " is for the simulated tenant, not for a real one.");
            }
        }
        Options.Messages messages = realTenant.isEmpty() || switches.contains("--show-messages")
                ? Options.Messages.SHOWN
                : Options.Messages.HIDDEN;
        return new Options(
                wholeNumber("--records", 20_000, 0),
                values.containsKey("--seed")
                        ? OptionalLong.of(wholeNumber("--seed", 0, Long.MIN_VALUE))
                        : OptionalLong.empty(),
                rate(),
                switches.contains("--exit") ? Options.Ending.EXIT : Options.Ending.STAY,
                path("--dir"),
                realTenant,
                messages,
                faults(),
                stores());
    }

    private Set<Store> stores() {
        Set<Store> stores = EnumSet.allOf(Store.class);
        stores.removeIf(store -> switches.contains("--no-" + store.name().toLowerCase(Locale.ROOT)));
        return stores;
    }

    private Optional<FaultPlan> faults() throws UsageException {
        if (!values.containsKey("--faults")) {
            return switches.contains("--faults") ? Optional.of(EveryFault.plan()) : Optional.empty();
        }
        FaultPlan plan;
        try {
            plan = FaultPlan.parse(values.get("--faults"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("The option --faults cannot be used: " + e.getMessage() + ".");
        }
        Optional<Fault> hopeless = EveryFault.withoutGoodEnd(plan);
        if (hopeless.isPresent() || plan.isEmpty()) {
            throw new UsageException("The option --faults takes a plan whose end can balance, not "
                    + hopeless.map(Fault::toString).orElse("an empty one") + ".");
        }
        return Optional.of(plan);
    }

    private Optional<Options.RealTenant> realTenant() throws UsageException {
        if (TENANT.stream().noneMatch(values::containsKey)) {
            if (values.containsKey("--proxy")) {
                throw new UsageException("The option --proxy is for a real tenant: give --library, too.");
            }
            return Optional.empty();
        }
        for (String name : List.of("--library", "--corp", "--secret-file", "--keys-dir")) {
            if (values.getOrDefault(name, "").isBlank()) {
                throw new UsageException("A real tenant also needs the option " + name + ".");
            }
        }
        return Optional.of(new Options.RealTenant(
                existing("--library"),
                values.get("--corp"),
                existing("--secret-file"),
                existing("--keys-dir"),
                values.getOrDefault("--proxy", "")));
    }

    private Path existing(String name) throws UsageException {
        Path path = Path.of(values.get(name)).toAbsolutePath().normalize();
        if (!Files.isReadable(path)) {
            throw new UsageException("The option " + name + " names " + path + ", which cannot be read.");
        }
        return path;
    }

    private Optional<Path> path(String name) {
        return Optional.ofNullable(values.get(name))
                .map(text -> Path.of(text).toAbsolutePath().normalize());
    }

    private long wholeNumber(String name, long absent, long atLeast) throws UsageException {
        String text = values.getOrDefault(name, Long.toString(absent));
        try {
            long number = Long.parseLong(text);
            if (number >= atLeast) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, in the same words as a number out of bounds.
        }
        throw new UsageException("The option " + name + " takes a whole number"
                + (atLeast == Long.MIN_VALUE ? "" : " from " + atLeast + " up") + ", not " + text + ".");
    }

    private double rate() throws UsageException {
        String text = values.getOrDefault("--rate", "2");
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0 && rate <= 10_000) {
                return rate;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, in the same words as a number out of bounds.
        }
        throw new UsageException(
                "The option --rate takes messages a second, above 0 and up to 10000, not " + text + ".");
    }
}
