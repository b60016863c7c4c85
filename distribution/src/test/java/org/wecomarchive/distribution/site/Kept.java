package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.nio.file.Path;

/** Leaves a site's data for somebody else to count. */
public final class Kept {

    private Kept() {}

    /**
     * Ends every service in an orderly way, and copies topics, stores, tenant, settings and logs.
     *
     * @param folder they lie below it as below the root of the machine
     */
    public static void leaveIn(Path folder) throws IOException, InterruptedException {
        Shell.run(String.join(
                "\n",
                "kill -9 $(cat /run/wecom-site/*.loop) 2>/dev/null || true",
                // Brokers last: the others hand in their positions.
                "end() { kill $(cat \"$@\") 2>/dev/null || true; for pid in $(cat \"$@\"); do",
                "    timeout 60 tail --pid=$pid -f /dev/null || kill -9 $pid; done; }",
                "cd /run/wecom-site",
                "end $(ls *.pid | grep -v kafka-)",
                "end kafka-*.pid",
                "service postgresql stop >/dev/null",
                "mkdir -p '" + folder + "'",
                "cd /",
                "cp -a --parents /srv/site /etc/kafka /etc/wecom /etc/wecom-archive /etc/registry /etc/s3 /etc/hosts /etc/postgresql"
                        + " /var/lib/kafka /var/lib/es /var/lib/s3 /var/lib/registry /var/lib/postgresql /var/lib/wecom-trial"
                        + " /var/log/wecom-site '" + folder + "'"));
    }
}
