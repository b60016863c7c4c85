package org.wecomarchive.quickstart.leaks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks at the names and values of all MBeans of a JVM: metrics, but also its arguments and system properties. */
final class MetricLeaks {

    private final LeakReport report;

    MetricLeaks(LeakReport report) {
        this.report = report;
    }

    void lookAtThisJvm() throws IOException, JMException {
        look("this JVM", ManagementFactory.getPlatformMBeanServer());
    }

    /** Another JVM of this user; says whether it could be reached. */
    @SuppressWarnings("BanJNDI") // The address is that of a local agent, which this JVM has just started.
    boolean lookAt(ProcessHandle jvm) throws JMException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            try (JMXConnector connector =
                    JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
                look("a JVM of its own", connector.getMBeanServerConnection());
                return true;
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException unreachable) {
            return false;
        }
    }

    private void look(String jvm, MBeanServerConnection server) throws IOException, JMException {
        for (ObjectName bean : server.queryNames(null, null)) {
            report.look("the name of an MBean of " + jvm, bean.toString(), Plaintext.FORBIDDEN);
            try {
                String[] names = Arrays.stream(server.getMBeanInfo(bean).getAttributes())
                        .filter(MBeanAttributeInfo::isReadable)
                        .map(MBeanAttributeInfo::getName)
                        .toArray(String[]::new);
                for (Attribute attribute : server.getAttributes(bean, names).asList()) {
                    report.look(
                            "the MBean " + bean.getDomain() + " " + attribute.getName() + " of " + jvm,
                            text(attribute.getValue()),
                            Plaintext.FORBIDDEN);
                }
            } catch (InstanceNotFoundException gone) {
                // Metrics come and go.
            }
        }
    }

    private static String text(Object value) {
        return value instanceof Object[] values ? Arrays.deepToString(values) : String.valueOf(value);
    }
}
