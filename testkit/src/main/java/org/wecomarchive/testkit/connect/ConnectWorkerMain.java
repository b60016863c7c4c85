package org.wecomarchive.testkit.connect;

import java.io.IOException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;

/** Main of a worker process: runs until it is told to end or its parent is gone (end of file on standard input). */
final class ConnectWorkerMain {

    private ConnectWorkerMain() {}

    public static void main(String[] arguments) throws IOException {
        Connect<?> connect =
                new ConnectDistributed().startConnect(Utils.propsToStringMap(Utils.loadProps(arguments[0])));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        connect.stop();
        connect.awaitStop();
    }
}
