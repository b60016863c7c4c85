package org.wecomarchive.sinkelasticsearch;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Figures of a connector's first task in this JVM, as an operator reads them through JMX. */
final class TaskFigures {

    private TaskFigures() {}

    static double value(String connector, String metric) throws JMException {
        ObjectName bean = new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",task=0");
        return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(bean, metric)).doubleValue();
    }
}
