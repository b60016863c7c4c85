package org.wecomarchive.testkit.registry;

import java.nio.file.Path;

/** A program that starts a registry in the directory of its argument and then never ends by itself. */
final class RegistryOwner {

    private RegistryOwner() {}

    public static void main(String[] args) throws Exception {
        RegistryServer server = RegistryServer.start(Path.of(args[0]));
        System.out.println(server.url());
        Thread.currentThread().join();
    }
}
