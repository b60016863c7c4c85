package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.time.Duration;
import org.wecomarchive.distribution.site.Shell;

/** What is done to links: from the programs of one user to one port of one host. */
final class NetworkActions {

    private NetworkActions() {}

    /** Once, before the first: rules have a chance before the table of the machine's own addresses, and loopback can have classes of speed. */
    static void prepare() throws IOException, InterruptedException {
        Shell.run(
                """
                ip rule add pref 100 lookup local
                ip rule del pref 0
                tc qdisc add dev lo root handle 1: htb
                """);
    }

    /**
     * A link.
     *
     * @param user whose programs call
     * @param host that they call
     * @param port at which it listens
     */
    record Link(String user, String host, int port) {

        @Override
        public String toString() {
            return user + " -> " + host + ":" + port;
        }

        String rule() {
            return "pref 10 to $(getent hosts " + host + " | awk '{print $1}') ipproto tcp dport " + port
                    + " uidrange $(id -u " + user + ")-$(id -u " + user + ") unreachable";
        }
    }

    /** Packets of the link go nowhere, those of its open connections too. */
    record Cut(Link link, Duration lasts) implements Action {

        @Override
        public Kind kind() {
            return Kind.CUTS;
        }

        @Override
        public String name() {
            return "cut " + link + " for " + lasts.toSeconds() + " s";
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            Shell.run("ip rule add " + link.rule());
            return true;
        }

        @Override
        public void end() throws IOException, InterruptedException {
            Shell.run("ip rule del " + link.rule());
        }
    }

    /**
     * Whatever is sent to one host takes its turn at a low rate.
     *
     * @param number of the class, different for each
     */
    record Slow(String host, int kilobits, int number, Duration lasts) implements Action {

        @Override
        public Kind kind() {
            return Kind.SLOWED_LINKS;
        }

        @Override
        public String name() {
            return "slow " + host + " down to " + kilobits + " kbit/s for " + lasts.toSeconds() + " s";
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            Shell.run("tc class add dev lo parent 1: classid 1:" + number + " htb rate " + kilobits
                    + "kbit burst 128k cburst 128k quantum 60000\ntc filter add dev lo parent 1: protocol ip prio "
                    + number
                    + " u32 match ip dst $(getent hosts " + host + " | awk '{print $1}')/32 flowid 1:" + number);
            return true;
        }

        @Override
        public void end() throws IOException, InterruptedException {
            Shell.run("tc filter del dev lo parent 1: prio " + number + "\ntc class del dev lo classid 1:" + number);
        }
    }
}
