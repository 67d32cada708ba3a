namespace CnnVis.Tests.Differentiation;

public class GradientRuleTests
{
    public static TheoryData<string> Rows => GradientCases.Names(_ => true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rule_OfEveryRow_IsTheDerivative(string row) => GradientCheck.Run(GradientCases.Find(row));
}
