package org.wecomarchive.quickstart.health;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The figures of a connector's first task in this JVM, as an operator reads them through JMX.
 *
 * @param connector its name
 */
record TaskFigures(String connector) {

    /** The value of a figure without tags of its own; empty while there is no task. */
    Optional<Double> number(String name) {
        return read(name).map(value -> ((Number) value).doubleValue());
    }

    /** A text without tags of its own; empty while there is no task. */
    Optional<String> text(String name) {
        return read(name).map(Object::toString);
    }

    private Optional<Object> read(String name) {
        try {
            return Optional.of(server().getAttribute(new ObjectName(bean()), name));
        } catch (InstanceNotFoundException e) {
            return Optional.empty();
        } catch (JMException e) {
            throw new IllegalStateException("the task of " + connector + " has no figure " + name, e);
        }
    }

    private String bean() {
        return "kafka.connect:type=plugins,connector=" + connector + ",task=0";
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
