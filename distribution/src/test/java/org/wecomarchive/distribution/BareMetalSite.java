package org.wecomarchive.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.wecomarchive.distribution.site.Leaks;
import org.wecomarchive.distribution.site.Shell;
import org.wecomarchive.distribution.site.Site;
import org.wecomarchive.quickstart.books.Published;
import org.wecomarchive.quickstart.search.SearchIndex;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.Ledger;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Makes the site of {@code deploy/bare-metal} by the blocks of that page, grows it, kills three of its processes at once, and
 * counts. Runs as root of a machine of its own, in the folder of the bundle; arguments: the page.
 */
final class BareMetalSite {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Pattern SERVED = Pattern.compile("A simulated tenant of (\\d+) records");

    private BareMetalSite() {}

    public static void main(String[] arguments) throws Exception {
        Site.make(Path.of(arguments[0]));
        say("the site runs");
        try (LedgerReader reader = new LedgerReader(Site.kafka(), Site.TOPICS)) {
            BoundedWait.of(LONG)
                    .<Exception>until(
                            "the first events", () -> reader.read(LONG).events().size() > 500);
            assertThat(Site.series("up{job=~\"connect|decryptor\"} == 1")).isEqualTo(4);
            grow();
            killThreeAtOnce();
            long before = reader.read(LONG).events().size();
            BoundedWait.of(LONG)
                    .<Exception>until(
                            "events after the kills",
                            () -> reader.read(LONG).events().size() > before + 200);
            long source = stopGrowth();
            say("the source has " + source + " records");
            BoundedWait.of(LONG)
                    .<Exception>until(
                            "the books", () -> reader.read(LONG).balance().balancedWith(source));
            Ledger ledger = reader.read(LONG);
            say(ledger.balance().toString());
            countStores(ledger.balance());
        }
        assertThat(Site.series("wecom_decrypt_records_total")).isPositive();
        assertThat(Leaks.find()).as("secrets in logs").isEmpty();
        say("all is as it should be");
    }

    /** As docs/scaling.md says, while records come in. */
    private static void grow() throws Exception {
        Shell.run("cd " + Site.DEPLOY + " && archivectl topics apply --config " + Site.ARCHIVECTL
                + " --file topics.yaml --partitions events=48 --partitions raw=24");
        say("raw and events have more partitions");
    }

    private static void killThreeAtOnce() throws Exception {
        Shell.run("kill -9 $(cat /run/wecom-site/{connect-1,kafka-2,decryptor-1}.pid)");
        say("connect-1, kafka-2 and decryptor-1 are killed");
    }

    /** The tenant served again, as it was and without growth. */
    private static long stopGrowth() throws Exception {
        Shell.run(
                "kill $(cat /run/wecom-site/tenant.loop) && kill $(cat /run/wecom-site/tenant.pid)\n"
                        + "while [ -e /proc/$(cat /run/wecom-site/tenant.pid) ]; do sleep 0.2; done\n"
                        + Site.DEPLOY
                        + "/bare-metal/run-service tenant-at-rest root java -Xmx256m -cp '/opt/wecom-trial/simulator/*'"
                        + " org.wecomarchive.simulator.SimulatorMain --dir /var/lib/wecom-trial --corp ww1 --rate 0 --records 1 --port 7070");
        List<Long> sizes = new ArrayList<>();
        BoundedWait.of(LONG).<IOException>until("the tenant", () -> {
            Path log = Site.LOGS.resolve("tenant-at-rest.log");
            if (Files.exists(log)) {
                SERVED.matcher(Files.readString(log))
                        .results()
                        .map((MatchResult found) -> Long.parseLong(found.group(1)))
                        .forEach(sizes::add);
            }
            return !sizes.isEmpty();
        });
        return sizes.get(0);
    }

    private static void countStores(Balance balance) throws Exception {
        CommittedRecords published = new CommittedRecords(Site.kafka(), Site.TOPICS.events());
        long messages =
                Published.read(published, balance.events(), balance.raw()).messages();
        SearchIndex index = new SearchIndex(Site.SEARCH);
        BoundedWait.of(LONG).<Exception>until("the search index", () -> index.documents() == messages);
        say(messages + " documents can be searched");
        RowCount events = new RowCount(balance.events(), balance.events());
        RowCount raw = new RowCount(balance.raw(), balance.raw());
        try (ColdStore cold = ColdStore.open(Site.connector("wecom-cold-events"))) {
            BoundedWait.of(LONG)
                    .until(
                            "the cold events",
                            () -> cold.has("events") && cold.count("events").equals(events));
            BoundedWait.of(LONG)
                    .until(
                            "the cold raw records",
                            () -> cold.has("raw") && cold.count("raw").equals(raw));
        }
        say("the cold store holds " + events.rows() + " events and " + raw.rows() + " raw records");
    }

    private static void say(String sentence) {
        System.out.println("==> " + sentence);
    }
}
