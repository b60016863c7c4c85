package org.wecomarchive.ingestor;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The figures of a connector's task in this JVM, as an operator reads them through JMX. */
record TaskMetrics(String connector) {

    /** The value of a figure without tags of its own. */
    long value(String name) throws JMException {
        ObjectName bean = new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",task=0");
        return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name)).longValue();
    }
}
