package org.wecomarchive.cli.provision;

import java.util.Map;

/**
 * A topic as the cluster has it.
 *
 * @param partitions how many it has
 * @param fewestReplicas of the partition that has the fewest
 * @param mostReplicas of the partition that has the most
 * @param config every configuration in force, set for the topic or not
 * @param own those that are set for this topic
 */
record TopicState(
        int partitions, int fewestReplicas, int mostReplicas, Map<String, String> config, Map<String, String> own) {

    TopicState {
        config = Map.copyOf(config);
        own = Map.copyOf(own);
    }

    String replicas() {
        return fewestReplicas == mostReplicas
                ? Integer.toString(fewestReplicas)
                : fewestReplicas + " to " + mostReplicas;
    }
}
