package org.wecomarchive.cli.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.KafkaAnswers;

final class AdminCallsTest {

    @Test
    void aRefusalSaysWhatToDoAndQuotesNothing() {
        assertThat(AdminCalls.refused(failing(new InvalidReplicationFactorException("secret")), "x"))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("--replication-factor").doesNotContain("secret"));
        assertThat(AdminCalls.refused(failing(new ClusterAuthorizationException("secret")), "alter on the cluster"))
                .hasValue("the user of kafka.* lacks a right: it needs alter on the cluster");
        assertThat(AdminCalls.refused(failing(new KafkaException("secret")), "x"))
                .hasValue("KafkaException");
        assertThat(AdminCalls.refused(KafkaFuture.completedFuture(null), "x")).isEmpty();
    }

    @Test
    void brokersWithoutAnAuthorizerHoldNoRights() {
        assertThatThrownBy(() -> AdminCalls.read("x", () -> {
                    throw new SecurityDisabledException("secret");
                }))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("authorizer.class.name");
    }

    @Test
    void brokersThatDoNotAnswerAreNoRefusal() {
        assertThatThrownBy(() -> AdminCalls.refused(failing(new TimeoutException("late")), "x"))
                .isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> AdminCalls.read("x", () -> KafkaAnswers.await(failing(new TimeoutException("late")))))
                .isInstanceOf(TimeoutException.class);
    }

    private static KafkaFuture<Void> failing(KafkaException failure) {
        KafkaFutureImpl<Void> future = new KafkaFutureImpl<>();
        future.completeExceptionally(failure);
        return future;
    }
}
