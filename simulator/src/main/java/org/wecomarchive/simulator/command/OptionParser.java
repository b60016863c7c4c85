package org.wecomarchive.simulator.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wecomarchive.simulator.fault.FaultPlan;

/** The command line in words: {@code --name value} and {@code --name=value}. */
public final class OptionParser {

    public static final String HELP =
            """
            Usage: bin/simulator [options]

            Serves a simulated WeCom tenant on 127.0.0.1 to any program that can load libWeWorkFinanceSdk_C.so, until Ctrl-C.
            A line on standard input is the plan of faults of calls from then on; an empty line ends them.

              --dir PATH         library, keys, secret and tenant are kept there; a later run goes on from it
                                 (default ./wecom-simulator)
              --records N        records that the tenant has at least at the start (default 20000)
              --rate R           new records a second afterwards, 0 to 10000 (default 2)
              --seed S           what the content follows from (default 7)
              --corp ID          corp id (default wwsimulated0000001)
              --secret-file F    file with the secret and nothing else (default: one is made and kept in the directory)
              --port P           port on 127.0.0.1 (default: a free one)
              --retention DAYS   how many days a record can be fetched, 1 to 36500 (default 5)
              --faults PLAN      what goes wrong, for example code=10001@5..8,errcode=45009@every:50,payload-abort@seq:120;
                                 simulator/README.md lists all of it

              --help             this text
            """;

    private static final Set<String> VALUES = Set.of(
            "--dir", "--records", "--rate", "--seed", "--corp", "--secret-file", "--port", "--retention", "--faults");
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_RETENTION_DAYS = 36_500;
    private static final double HIGHEST_RATE = 10_000;

    private final Map<String, String> values = new HashMap<>();

    private OptionParser() {}

    /**
     * Reads the command line; empty if it asks for help.
     *
     * @throws UsageException naming the first option that is wrong
     */
    public static Optional<Options> parse(List<String> arguments) throws UsageException {
        if (arguments.contains("--help")) {
            return Optional.empty();
        }
        OptionParser parser = new OptionParser();
        parser.collect(new ArrayDeque<>(arguments));
        return Optional.of(parser.options());
    }

    private void collect(Deque<String> words) throws UsageException {
        while (!words.isEmpty()) {
            String word = words.pop();
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!VALUES.contains(name)) {
                throw new UsageException("There is no option " + name + "; --help lists them.");
            } else if (equals < 0 && words.isEmpty()) {
                throw new UsageException("The option " + name + " needs a value.");
            } else if (values.put(name, equals < 0 ? words.pop() : word.substring(equals + 1)) != null) {
                throw new UsageException("The option " + name + " is given twice.");
            }
        }
    }

    private Options options() throws UsageException {
        return new Options(
                Path.of(values.getOrDefault("--dir", "wecom-simulator"))
                        .toAbsolutePath()
                        .normalize(),
                corpId(),
                secretFile(),
                wholeNumber("--seed", 7, Long.MIN_VALUE, Long.MAX_VALUE),
                wholeNumber("--records", 20_000, 0, Integer.MAX_VALUE),
                rate(),
                (int) wholeNumber("--port", 0, 0, HIGHEST_PORT),
                Duration.ofDays(wholeNumber("--retention", 5, 1, LONGEST_RETENTION_DAYS)),
                faults());
    }

    private String corpId() throws UsageException {
        String corpId = values.getOrDefault("--corp", "wwsimulated0000001");
        if (!corpId.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new UsageException("The option --corp takes 1 to 64 letters, digits, _ or -.");
        }
        return corpId;
    }

    private Optional<Path> secretFile() throws UsageException {
        Optional<Path> file = Optional.ofNullable(values.get("--secret-file")).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new UsageException("The option --secret-file names " + file.get() + ", which cannot be read.");
        }
        return file;
    }

    private FaultPlan faults() throws UsageException {
        try {
            return FaultPlan.parse(values.getOrDefault("--faults", ""));
        } catch (IllegalArgumentException e) {
            throw new UsageException("The option --faults: " + e.getMessage() + ".");
        }
    }

    private long wholeNumber(String name, long absent, long least, long most) throws UsageException {
        String text = values.getOrDefault(name, Long.toString(absent));
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, in the same words as a number out of bounds.
        }
        throw new UsageException(
                "The option " + name + " takes a whole number from " + least + " to " + most + ", not " + text + ".");
    }

    private double rate() throws UsageException {
        String text = values.getOrDefault("--rate", "2");
        try {
            double rate = Double.parseDouble(text);
            if (rate >= 0 && rate <= HIGHEST_RATE) {
                return rate;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, in the same words as a number out of bounds.
        }
        throw new UsageException("The option --rate takes records a second from 0 to 10000, not " + text + ".");
    }
}
