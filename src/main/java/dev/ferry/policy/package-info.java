/**
 * ECR's registry and repository policies: the IAM JSON policy language, and what a policy says about a request.
 *
 * <p>{@link dev.ferry.policy.PolicyDocument} parses and decides; the rest is named as the IAM User Guide names it:
 *
 * <ul>
 *   <li>a {@code Statement} has an {@code Effect}, a {@code PrincipalElement}, an {@code ActionElement}, a
 *       {@code ResourceElement} and a {@code ConditionBlock};
 *   <li>each element holds patterns ({@code PrincipalPattern}, {@code ActionPattern}, {@code ResourcePattern}) and
 *     knows whether it is the negated one ({@code NotPrincipal}, …);
 *   <li>a {@code Condition} is a {@code QualifiedOperator}, a {@code ConditionKey} and its {@code ConditionValue}s;
 *   <li>wildcards and policy variables are in {@code PolicyString}.
 * </ul>
 *
 * <p>No regular expression is made of a policy and no address is looked up, so that the time a decision takes is
 * bounded by the length of the policy times that of the request's values.
 */
package dev.ferry.policy;
