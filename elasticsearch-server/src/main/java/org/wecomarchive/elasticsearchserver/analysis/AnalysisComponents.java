package org.wecomarchive.elasticsearchserver.analysis;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerScope;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The analysis components that a distribution of Elasticsearch has in modules of its own and that the server's jars lack,
 * under the same names, from the same Lucene classes. It uses only what 7.17, 8.19 and 9.5 have alike.
 *
 * <p>Source: <a href="https://www.elastic.co/guide/en/elasticsearch/reference/8.19/analysis.html">analysis</a>.
 */
public final class AnalysisComponents extends Plugin implements AnalysisPlugin {

    /** For the node, which makes its plug-ins itself. */
    public AnalysisComponents() {}

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of(
                "cjk", (index, environment, name, settings) -> new Ready<>(name, new CJKAnalyzer()),
                "smartcn", (index, environment, name, settings) -> new Ready<>(name, new SmartChineseAnalyzer()));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
                "ngram", (index, environment, name, settings) -> ngram(name, settings),
                "smartcn_tokenizer",
                        (index, environment, name, settings) ->
                                TokenizerFactory.newFactory(name, HMMChineseTokenizer::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
                "lowercase", (index, environment, name, settings) -> filter(name, LowerCaseFilter::new),
                "cjk_bigram", (index, environment, name, settings) -> filter(name, CJKBigramFilter::new),
                "cjk_width", (index, environment, name, settings) -> filter(name, CJKWidthFilter::new));
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
                "mapping",
                AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) ->
                        CharFilters.mapping(name, settings.getAsList("mappings"))),
                "pattern_replace",
                AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) -> CharFilters.patternReplace(
                                name, Pattern.compile(settings.get("pattern")), settings.get("replacement", ""))));
    }

    private static TokenizerFactory ngram(String name, Settings settings) {
        int shortest = settings.getAsInt("min_gram", 1);
        int longest = settings.getAsInt("max_gram", 2);
        return TokenizerFactory.newFactory(name, () -> new NGramTokenizer(shortest, longest));
    }

    private static TokenFilterFactory filter(String name, UnaryOperator<TokenStream> wrap) {
        return new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream tokens) {
                return wrap.apply(tokens);
            }
        };
    }

    /** As {@code AbstractIndexAnalyzerProvider}, whose constructors differ from version to version. */
    private record Ready<A extends Analyzer>(String name, A analyzer) implements AnalyzerProvider<A> {

        @Override
        public AnalyzerScope scope() {
            return AnalyzerScope.INDEX;
        }

        @Override
        public A get() {
            return analyzer;
        }
    }
}
