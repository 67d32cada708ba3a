namespace CnnVis.Tests.Differentiation;

public class GradientRuleTests
{
    public static TheoryData<string> Rows => GradientCases.Names(_ => true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rule_OfEveryRow_IsTheDerivative(string row) => GradientCheck.Run(GradientCases.Find(row));

    /// <summary>Rows that ONNX Runtime takes at another opset too: attributes that became inputs, for example, are refused.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(18)]
    [InlineData(23)]
    public void Rule_AtAnotherOpset_IsTheDerivative(int opset)
    {
        var failures = new List<string>();
        int checkedRows = 0;
        foreach (GradientCase row in GradientCases.All.Where(row => row.Opset != opset && row.HasSameRuleAt(opset)))
        {
            try
            {
                GradientCheck.Run(row.AtOpset(opset));
                checkedRows++;
            }
            catch (ModelException refused) when (refused.Message.StartsWith("row: ONNX Runtime", StringComparison.Ordinal))
            {
                // It is not a model at this opset.
            }
            catch (Exception failure) when (failure is Xunit.Sdk.XunitException or CnnVisException)
            {
                failures.Add(failure.Message);
            }
        }

        Assert.Empty(failures);
        Assert.True(checkedRows > 200, $"Only {checkedRows} rows were models.");
    }
}
