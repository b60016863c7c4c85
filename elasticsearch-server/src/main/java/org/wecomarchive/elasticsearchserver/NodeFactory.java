package org.wecomarchive.elasticsearchserver;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Makes a node with the modules of its home. This is compiled against 8.19; the two calls that 7.17 or 9.5 has in another form
 * are found by name, so that the same classes serve all three.
 */
enum NodeFactory {
    /** 7.17: a node loads its modules itself. */
    SEVEN {
        @Override
        void configureLogging() {
            // Nothing to be done.
        }

        @Override
        Node create(Environment environment) throws ReflectiveOperationException {
            return Node.class.getConstructor(Environment.class).newInstance(environment);
        }
    },

    /** 8.19 and 9.5: a node is given a loader of its modules. */
    EIGHT_AND_NINE {
        @Override
        void configureLogging() {
            LogConfigurator.configureESLogging();
        }

        @Override
        Node create(Environment environment) throws ReflectiveOperationException {
            Path modules = Path.of(environment.settings().get("path.home"), "modules");
            return new Node(
                    environment, PluginsLoader.createPluginsLoader(bundles(modules), Set.of(), Map.of(), false));
        }
    };

    static NodeFactory ofThisVersion() {
        boolean hasLoader =
                NodeFactory.class.getClassLoader().getResource("org/elasticsearch/plugins/PluginsLoader.class") != null;
        return hasLoader ? EIGHT_AND_NINE : SEVEN;
    }

    /** Before any other class of the server is used. */
    abstract void configureLogging();

    abstract Node create(Environment environment) throws ReflectiveOperationException;

    @SuppressWarnings("unchecked")
    private static Set<PluginBundle> bundles(Path modules) throws ReflectiveOperationException {
        Method load = Stream.of(PluginsLoader.class.getMethods())
                .filter(method -> method.getName().equals("loadModulesBundles"))
                .findFirst()
                .orElseThrow();
        // 9.5 also asks whether the node is one of Elastic's own cloud.
        Object bundles = load.getParameterCount() == 1 ? load.invoke(null, modules) : load.invoke(null, modules, false);
        return (Set<PluginBundle>) bundles;
    }
}
