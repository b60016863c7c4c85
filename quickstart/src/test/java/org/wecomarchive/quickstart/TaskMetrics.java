package org.wecomarchive.quickstart;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The figures of a connector's task in this JVM, as an operator reads them through JMX. */
record TaskMetrics(String connector) {

    /** The value of a figure without tags of its own. */
    double value(String name) throws JMException {
        Object value = server().getAttribute(new ObjectName(bean()), name);
        return ((Number) value).doubleValue();
    }

    /** Calls for pages that were answered with this errcode. */
    double pagesWithErrcode(int errcode) throws JMException {
        double calls = 0;
        ObjectName series = new ObjectName(bean() + ",errcode=" + errcode + ",*");
        for (ObjectName one : server().queryNames(series, null)) {
            calls += ((Number) server().getAttribute(one, "wecom_sdk_calls_total")).doubleValue();
        }
        return calls;
    }

    private String bean() {
        return "kafka.connect:type=plugins,connector=" + connector + ",task=0";
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
