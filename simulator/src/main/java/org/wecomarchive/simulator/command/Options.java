package org.wecomarchive.simulator.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.wecomarchive.simulator.fault.FaultPlan;

/**
 * What the user asked for.
 *
 * @param dir where everything is kept
 * @param corpId the tenant's corp id
 * @param secretFile file with the secret and nothing else; empty: one is made and kept in the directory
 * @param seed of all content
 * @param records least number of records at the start
 * @param rate new records a second afterwards, 0 for none
 * @param port port on 127.0.0.1, 0 for a free one
 * @param retention how long a record can be fetched
 * @param faults what goes wrong
 */
public record Options(
        Path dir,
        String corpId,
        Optional<Path> secretFile,
        long seed,
        long records,
        double rate,
        int port,
        Duration retention,
        FaultPlan faults) {}
