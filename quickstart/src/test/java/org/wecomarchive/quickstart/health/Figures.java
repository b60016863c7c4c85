package org.wecomarchive.quickstart.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;

/** An MBean with the figures of a task. */
final class Figures implements DynamicMBean {

    private final Map<String, Object> values = new ConcurrentHashMap<>();

    void put(String name, Object value) {
        values.put(name, value);
    }

    void remove(String name) {
        values.remove(name);
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        if (!values.containsKey(name)) {
            throw new AttributeNotFoundException(name);
        }
        return values.get(name);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        throw new UnsupportedOperationException("nobody asks for several");
    }

    @Override
    public void setAttribute(Attribute attribute) {
        throw new UnsupportedOperationException("figures are read");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        throw new UnsupportedOperationException("figures are read");
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] types) {
        throw new UnsupportedOperationException("figures are read");
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return new MBeanInfo(getClass().getName(), "figures", null, null, null, null);
    }
}
