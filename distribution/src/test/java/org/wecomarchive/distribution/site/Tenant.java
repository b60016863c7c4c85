package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.ledger.SeqSet;
import org.wecomarchive.testkit.wait.BoundedWait;

/** A simulated tenant of the site, served by a process that can be replaced by one with another growth or other faults. */
public final class Tenant {

    private static final Path FIRST = Path.of("/var/lib/wecom-trial");
    private static final Path SECOND = Path.of("/var/lib/wecom-trial-2");
    private static final Path CONNECTOR_OF_SECOND = Site.DEPLOY.resolve("connectors/wecom-source-ww2.json");
    private static final Duration START = Duration.ofMinutes(2);
    /** Of records, which never change: the page's tenant has none. */
    private static final String PAYLOAD_FAULTS =
            "payload-abort@every:190,payload-code=10011@every:97,wrong-key@every:113,"
                    + "broken-base64@every:71,bad-json@every:83,damaged-text@every:59,forwarded=4MiB@every:410,oversized=5MiB@every:530";

    private final String corp;
    private final Path directory;
    private final int seed;
    private final int port;
    private final String payloadFaults;
    private final String service;

    private Tenant(String corp, Path directory, int seed, int port, String payloadFaults, String service) {
        this.corp = corp;
        this.directory = directory;
        this.seed = seed;
        this.port = port;
        this.payloadFaults = payloadFaults;
        this.service = service;
    }

    /** The one of the page. */
    public static Tenant first() {
        return new Tenant("ww1", FIRST, 7, 7070, "", "tenant");
    }

    /** A second corp comes to the site, with records that abort WeCom's library and others that can never be events. */
    public static Tenant second() throws IOException, InterruptedException, TimeoutException {
        Tenant tenant = new Tenant("ww2", SECOND, 8, 7071, PAYLOAD_FAULTS, "tenant-2");
        tenant.serve(1_000, 3, "");
        if (!Files.exists(CONNECTOR_OF_SECOND)) {
            join();
        }
        return tenant;
    }

    private static void join() throws IOException, InterruptedException {
        Shell.run(String.join(
                "\n",
                "until [ -e " + SECOND + "/lib/libWeWorkFinanceSdk_C.so ]; do sleep 0.5; done",
                "chmod a+rX " + SECOND,
                "chmod -R a+rX " + SECOND + "/lib",
                "cp -r " + SECOND + "/keys/ww2 /etc/wecom-archive/keys/",
                "chown -R wecom:wecom /etc/wecom-archive/keys/ww2",
                "printf 'ww2=%s\\n' \"$(cat " + SECOND + "/secret)\" >>/etc/wecom/ingestor.properties",
                "cd " + Site.DEPLOY,
                "sed -i 's/^\\( *- {role: ingestor, .*\\)ww1}}$/&\\n\\1ww2}}/' principals.yaml",
                "archivectl acls apply --config " + Site.ARCHIVECTL + " --file acls.yaml --principals principals.yaml",
                "sed 's/ww1/ww2/g; s#/opt/wecom/#" + SECOND
                        + "/lib/#' connectors/wecom-source-ww1.json >connectors/wecom-source-ww2.json",
                "until curl -sS --fail-with-body -K /srv/site/connect.curl -X PUT -H 'Content-Type: application/json' \\",
                "    --data @connectors/wecom-source-ww2.json https://connect-1:8083/connectors/wecom-source-ww2/config; do echo; sleep 5; done",
                "echo"));
    }

    /**
     * Serves it by a new process.
     *
     * @param records the least it has
     * @param rate records a second that it grows by
     * @param faults of its calls, in the simulator's language; may be empty
     */
    public void serve(long records, int rate, String faults)
            throws IOException, InterruptedException, TimeoutException {
        if (Processes.loop(service).isPresent()) {
            end();
        }
        String all = String.join(
                ",",
                List.of(payloadFaults, faults).stream()
                        .filter(plan -> !plan.isEmpty())
                        .toList());
        Shell.run(Site.DEPLOY + "/bare-metal/run-service " + service
                + " root java -Xmx256m -cp '/opt/wecom-trial/simulator/*' org.wecomarchive.simulator.SimulatorMain"
                + " --dir " + directory + " --corp " + corp + " --seed " + seed + " --rate " + rate + " --records "
                + records + " --port " + port + (all.isEmpty() ? "" : " --faults '" + all + "'"));
        BoundedWait.of(START).<RuntimeException>until("the tenant", this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void end() throws IOException, InterruptedException {
        Shell.run("cd /run/wecom-site\nkill -9 $(cat " + service + ".loop)\nkill -9 $(cat " + service
                + ".pid) || true\nwhile [ -e /proc/$(cat " + service + ".pid) ]; do sleep 0.2; done");
    }

    /**
     * Every record that it has; only while it does not grow.
     *
     * @param all every (corp, seq)
     * @param sound those that must become events
     */
    public record Records(SeqSet all, SeqSet sound) {

        /** These and those of another tenant. */
        public Records and(Records other) {
            return new Records(all.or(other.all), sound.or(other.sound));
        }
    }

    /** What it has now. */
    public Records records() throws IOException {
        SimulatedTenant tenant = SimulatedTenant.open(
                directory.resolve("tenant"),
                TenantSettings.builder(corp, secret(directory), seed)
                        .faults(FaultPlan.parse(payloadFaults))
                        .build(),
                Clock.systemUTC());
        SeqSet all = new SeqSet();
        SeqSet sound = new SeqSet();
        for (long index = 0; index < tenant.size(); index++) {
            long seq = tenant.seqOf(index);
            all.add(corp, seq);
            if (tenant.expectedOutcome(seq).event()) {
                sound.add(corp, seq);
            }
        }
        return new Records(all, sound);
    }

    /** What the corps of the site authenticate with. */
    static List<String> secrets() throws IOException {
        return Files.exists(SECOND) ? List.of(secret(FIRST), secret(SECOND)) : List.of(secret(FIRST));
    }

    private static String secret(Path directory) throws IOException {
        return Files.readString(directory.resolve("secret")).strip();
    }
}
