package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a":["x"]}                                       | {"a":"x"}                       | true
            {"a":["x"]}                                       | {"a":"xy"}                      | false
            {"a":["x","y"]}                                   | {"a":"y"}                       | true
            {"a":["x"]}                                       | {"a":["w","x"]}                 | true
            {"a":["x"]}                                       | {"a":[]}                        | false
            {"a":["x"]}                                       | {}                              | false
            {"a":["x"],"b":["y"]}                             | {"a":"x","b":"z"}               | false
            {"a":[1]}                                         | {"a":1.0}                       | true
            {"a":[1]}                                         | {"a":"1"}                       | false
            {"a":[true]}                                      | {"a":true}                      | true
            {"a":[null]}                                      | {"a":null}                      | true
            {"a":[null]}                                      | {}                              | false
            {"a":{"b":["x"]}}                                 | {"a":{"b":"x","c":1}}           | true
            {"a":{"b":["x"]}}                                 | {"a":"x"}                       | false
            {"a":{"b":["x"]}}                                 | {"a":[{"b":"w"},{"b":"x"}]}     | true
            {"a":{"b":["x"],"c":["y"]}}                       | {"a":[{"b":"x"},{"c":"y"}]}     | false
            {"a":[{"prefix":"ab"}]}                           | {"a":"abc"}                     | true
            {"a":[{"prefix":"ab"}]}                           | {"a":"cab"}                     | false
            {"a":[{"prefix":{"equals-ignore-case":"AB"}}]}    | {"a":"aBc"}                     | true
            {"a":[{"suffix":".png"}]}                         | {"a":"x.png"}                   | true
            {"a":[{"suffix":".png"}]}                         | {"a":"x.jpg"}                   | false
            {"a":[{"equals-ignore-case":"Ab"}]}               | {"a":"aB"}                      | true
            {"a":[{"exists":true}]}                           | {"a":null}                      | true
            {"a":[{"exists":true}]}                           | {"b":1}                         | false
            {"a":[{"exists":false}]}                          | {"b":1}                         | true
            {"a":{"b":[{"exists":false}]}}                    | {}                              | true
            {"a":{"b":[{"exists":false}]}}                    | {"a":{"b":1}}                   | false
            {"a":[{"anything-but":"x"}]}                      | {"a":"y"}                       | true
            {"a":[{"anything-but":"x"}]}                      | {"a":"x"}                       | false
            {"a":[{"anything-but":"x"}]}                      | {}                              | false
            {"a":[{"anything-but":["x","y"]}]}                | {"a":"y"}                       | false
            {"a":[{"anything-but":[1,2]}]}                    | {"a":3}                         | true
            {"a":[{"anything-but":{"prefix":"x"}}]}           | {"a":"xy"}                      | false
            {"a":[{"anything-but":{"suffix":["x","y"]}}]}     | {"a":"ay"}                      | false
            {"a":[{"anything-but":{"wildcard":"*/lib/*"}}]}   | {"a":"src/app/x"}               | true
            {"a":[{"numeric":[">",0,"<=",5]}]}                | {"a":5}                         | true
            {"a":[{"numeric":[">",0,"<=",5]}]}                | {"a":0}                         | false
            {"a":[{"numeric":["=",3.0e2]}]}                   | {"a":300}                       | true
            {"a":[{"numeric":["=",3]}]}                       | {"a":"3"}                       | false
            {"a":[{"wildcard":"a*c*e"}]}                      | {"a":"abcde"}                   | true
            {"a":[{"wildcard":"a*c*e"}]}                      | {"a":"aecd"}                    | false
            {"a":[{"wildcard":"a*a"}]}                        | {"a":"a"}                       | false
            {"a":[{"wildcard":"a\\\\*"}]}                     | {"a":"a*"}                      | true
            {"a":[{"wildcard":"a\\\\*"}]}                     | {"a":"ab"}                      | false
            {"a":[{"cidr":"10.0.0.0/24"}]}                    | {"a":"10.0.0.7"}                | true
            {"a":[{"cidr":"10.0.0.0/24"}]}                    | {"a":"10.0.1.7"}                | false
            {"$or":[{"a":["x"]},{"b":["y"]}]}                 | {"b":"y"}                       | true
            {"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}       | {"b":"y"}                       | false
            {"a":["x",{"exists":false}]}                      | {}                              | true
            """)
    void matches_as_eventbridge_does(String pattern, String event, boolean expected) throws JsonProcessingException {
        assertThat(EventPattern.parse(pattern).matches(new ObjectMapper().readTree(event)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"a\":",
                "{\"a\":\"x\"}",
                "{\"a\":[]}",
                "{\"a\":{}}",
                "{\"a\":[[1]]}",
                "{\"a\":[{\"before\":\"x\"}]}",
                "{\"a\":[{\"cidr\":\"10.0.0.0/240\"}]}",
                "{\"a\":[{\"prefix\":1}]}",
                "{\"a\":[{\"numeric\":[\"~\",1]}]}",
                "{\"a\":[{\"numeric\":[\">\",\"1\"]}]}",
                "{\"a\":[{\"exists\":\"yes\"}]}",
                "{\"a\":[{\"prefix\":\"x\",\"suffix\":\"y\"}]}"
            })
    void parse_refuses_what_it_does_not_know(String pattern) {
        assertThatThrownBy(() -> EventPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Event pattern is not valid");
    }
}
