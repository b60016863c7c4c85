package org.wecomarchive.simulator.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.wecomarchive.simulator.fault.FaultPlan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code bin/simulator}, as picocli reads them. */
public final class CommandOptions {

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_RETENTION_DAYS = 36_500;
    private static final double HIGHEST_RATE = 10_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            defaultValue = "wecom-simulator",
            description = "library, keys, secret and tenant are kept there; a later run goes on from it (default:"
                    + " ${DEFAULT-VALUE})")
    private Path dir;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "20000",
            description = "least number of records at the start (default: ${DEFAULT-VALUE})")
    private long records;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "2",
            description = "new records a second afterwards, 0 to 10000 (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "7",
            description = "seed of all content (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--corp",
            paramLabel = "ID",
            defaultValue = "wwsimulated0000001",
            description = "corp id (default: ${DEFAULT-VALUE})")
    private String corpId;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "file with the secret and nothing else (default: one is made and kept in the directory)")
    private Optional<Path> secretFile;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "0",
            description = "port on 127.0.0.1 (default: a free one)")
    private int port;

    @Option(
            names = "--retention",
            paramLabel = "DAYS",
            defaultValue = "5",
            description = "how many days a record can be fetched, 1 to 36500 (default: ${DEFAULT-VALUE})")
    private int retentionDays;

    @Option(
            names = "--faults",
            paramLabel = "PLAN",
            defaultValue = "",
            description = "what goes wrong, for example code=10001@5..8,errcode=45009@every:50,payload-abort@seq:120;"
                    + " simulator/README.md lists all of it")
    private String faults;

    /** For picocli. */
    public CommandOptions() {}

    /**
     * What the user asked for.
     *
     * @throws ParameterException naming the first option that is wrong
     */
    public Options checked() {
        require(records >= 0 && records <= Integer.MAX_VALUE, "--records takes 0 to " + Integer.MAX_VALUE);
        require(rate >= 0 && rate <= HIGHEST_RATE, "--rate takes records a second from 0 to 10000");
        require(corpId.matches("[A-Za-z0-9_-]{1,64}"), "--corp takes 1 to 64 letters, digits, _ or -");
        require(port >= 0 && port <= HIGHEST_PORT, "--port takes 0 to " + HIGHEST_PORT);
        require(
                retentionDays >= 1 && retentionDays <= LONGEST_RETENTION_DAYS,
                "--retention takes 1 to " + LONGEST_RETENTION_DAYS + " days");
        secretFile.ifPresent(
                file -> require(Files.isReadable(file), "--secret-file names " + file + ", which cannot be read"));
        return new Options(
                dir.toAbsolutePath().normalize(),
                corpId,
                secretFile,
                seed,
                records,
                rate,
                port,
                Duration.ofDays(retentionDays),
                faultPlan());
    }

    private FaultPlan faultPlan() {
        try {
            return FaultPlan.parse(faults);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--faults: " + e.getMessage(), e);
        }
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), sentence);
        }
    }
}
