package org.wecomarchive.sinkelasticsearch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.elasticsearch.ElasticsearchContainer;
import org.testcontainers.utility.DockerImageName;

/** A container that starts with the first test; without a container engine each test is skipped and counted. */
final class ElasticsearchContainerOf implements AutoCloseable {

    private final String image;
    private ElasticsearchContainer container;

    ElasticsearchContainerOf(String image) {
        this.image = image;
    }

    synchronized String url() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no container engine");
        if (container == null) {
            container = new ElasticsearchContainer(DockerImageName.parse(image))
                    .withEnv("xpack.security.enabled", "false")
                    .withEnv("ES_JAVA_OPTS", "-Xms512m -Xmx512m");
            container.start();
        }
        return "http://" + container.getHttpHostAddress();
    }

    @Override
    public synchronized void close() {
        if (container != null) {
            container.close();
        }
    }
}
