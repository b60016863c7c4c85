package org.wecomarchive.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SchemaRulesTest {

    static Collection<Schema> currentSchemas() {
        return SchemaSet.current().schemas().values();
    }

    @ParameterizedTest
    @MethodSource("currentSchemas")
    void areKeptByEverySchema(Schema schema) {
        assertThat(SchemaRules.violations(schema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'x', 'doc':'d', 'type':{'type':'enum', 'name':'E', 'symbols':['A']}} | A.x is of type ENUM",
                "{'name':'x', 'doc':'d', 'type':{'type':'map', 'values':'int'}} | A.x is of type MAP",
                "{'name':'x', 'doc':'d', 'type':{'type':'array', 'items':'A'}} | A.x holds itself",
                "{'name':'x', 'doc':'d', 'type':['null', 'A'], 'default':null} | A.x holds itself",
                "{'name':'x', 'type':'int'} | A.x has no doc",
                "{'name':'x', 'doc':' ', 'type':'int'} | A.x has no doc",
                "{'name':'x', 'doc':'d', 'type':['null', 'int']} | A.x must be nullable with default null",
                "{'name':'x', 'doc':'d', 'type':['int', 'null'], 'default':0} | A.x must be null first",
                "{'name':'x', 'doc':'d', 'type':['null', 'int', 'string'], 'default':null} | A.x must be null first",
                "{'name':'x', 'doc':'d', 'type':'int', 'default':7} | A.x has a default but is not nullable",
                "{'name':'x', 'doc':'d', 'type':{'type':'record', 'name':'B', 'fields':[]}} | A.x: B has no doc",
            })
    void findEveryBreach(String field, String violation) {
        Schema schema = new Schema.Parser()
                .parse("{'type':'record', 'name':'A', 'doc':'d', 'fields':[%s]}"
                        .formatted(field)
                        .replace('\'', '"'));

        assertThat(SchemaRules.violations(schema)).anyMatch(found -> found.startsWith(violation));
    }

    @Test
    void acceptARecordUsedTwiceSideBySide() {
        Schema schema = new Schema.Parser()
                .parse(
                        """
                {"type": "record", "name": "A", "doc": "d", "fields": [
                  {"name": "x", "doc": "d", "type": {"type": "record", "name": "B", "doc": "d", "fields": []}},
                  {"name": "y", "doc": "d", "type": ["null", "B"], "default": null}]}""");

        assertThat(SchemaRules.violations(schema)).isEmpty();
    }
}
