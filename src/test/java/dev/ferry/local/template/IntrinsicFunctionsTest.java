package dev.ferry.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CloudFormation's functions in a template. */
class IntrinsicFunctionsTest extends TemplateTexts {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            !Ref Stage                                                  | dev
            {Ref: "AWS::Region"}                                        | us-west-2
            !Ref Queue                                                  | https://sqs.us-west-2.amazonaws.com/111122223333/work
            !Ref Role                                                   | Role
            !GetAtt Queue.Arn                                           | arn:aws:sqs:us-west-2:111122223333:work
            !GetAtt [Queue, QueueName]                                  | work
            {"Fn::GetAtt": [Queue, QueueName]}                          | work
            {"Fn::GetAtt": Queue.QueueName}                             | work
            !Sub "${Stage}-${Queue.QueueName}-${!Literal}-${AWS::AccountId}" | dev-work-${Literal}-111122223333
            !Sub ["${Own}-${Stage}", {Own: !Ref "AWS::Partition"}]      | aws-dev
            {"Fn::Sub": "${Stage}"}                                     | dev
            !Join ["/", [a, !Ref Stage, !Ref "AWS::NoValue"]]           | a/dev
            !Select [1, !Split [",", "a,b,c"]]                          | b
            !Select [1, !Ref Zones]                                     | two
            !FindInMap [Sizes, !Ref Stage, memory]                      | 256
            !If [IsDev, yes please, no]                                 | yes please
            !If [IsProduction, a, b]                                    | b
            !If [Either, a, b]                                          | a
            !If [Both, a, b]                                            | b
            """)
    void are_worked_out(String expression, String value) {
        assertThat(variable(expression)).isEqualTo(value);
    }

    @Test
    void leave_out_what_has_no_value() {
        assertThat(functionWith("!If [IsProduction, set, !Ref AWS::NoValue]").environment())
                .doesNotContainKey("X");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            !Ref Nobody                 | names Nobody, which is neither a parameter nor a resource
            !Sub "${Nobody}"            | names Nobody, which is neither a parameter nor a resource
            !GetAtt Role.Arn            | Role has no attribute Arn on one machine
            !GetAtt Queue               | Fn::GetAtt needs a list of 2
            !Ref OnlyInProduction       | names OnlyInProduction, which is neither a parameter nor a resource
            !ImportValue other          | Fn::ImportValue cannot be resolved here
            !If [Never, a, b]           | names the condition Never, which is not declared
            !If [Circle, a, b]          | depends on itself
            !Select [7, [a]]            | finds no item 7
            !FindInMap [Sizes, x, y]    | finds no
            !Join [",", text]           | needs a list
            !Unknown x                  | line 38
            [a, b]                      | must be a text
            """)
    void are_refused_that_cannot_be_worked_out(String expression, String problem) {
        assertThatThrownBy(() -> variable(expression))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(problem);
    }

    private String variable(String expression) {
        return functionWith(expression).environment().get("X");
    }

    private LambdaFunction functionWith(String expression) {
        return read("""
                Parameters:
                  Stage: { Type: String, Default: dev }
                  Zones: { Type: CommaDelimitedList, Default: "one, two" }
                Conditions:
                  IsDev: !Equals [!Ref Stage, dev]
                  IsProduction: !Not [!Condition IsDev]
                  Either: !Or [!Condition IsProduction, !Equals [a, a]]
                  Both: !And [!Condition IsProduction, !Equals [a, a]]
                  Circle: !Not [{ Condition: Circle }]
                Mappings:
                  Sizes:
                    dev: { memory: 256 }
                Resources:
                  Queue:
                    Type: AWS::SQS::Queue
                    Properties: { QueueName: work }
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument: { Version: 2012-10-17, Condition: {} }
                  OnlyInProduction:
                    Type: AWS::SQS::Queue
                    Condition: IsProduction
                  Function:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: Handler::handleRequest
                      Policies:
                        - Version: 2012-10-17
                          Statement: []
                      Environment:
                        Variables:
                          A: text
                          B: 1
                          C: true
                          D: text
                          # the line that differs
                          X: %s
                """.formatted(expression)).functions().get(0);
    }
}
