using CnnVis.Methods;
using CnnVis.Tests.Differentiation;

namespace CnnVis.Tests.Methods.Relevance;

/// <summary>Relevance across every operator in every variant that the rows of the gradients' table show.</summary>
public class RelevanceRowTests
{
    // Constants among what they join, pick or bound keep their part of the relevance.
    private static readonly string[] KeepingSome = ["Concat", "Max", "Min", "Pad", "Resize", "ScatterElements", "ScatterND", "Where"];

    // One of the wanted inputs is a divisor, an exponent, a slope, or what broadcasting repeats: it gets nothing.
    private static readonly string[] GettingNothing =
    [
        "Div-7 x[1,2,3] x[1,2,3]",
        "Div-13 x[1,1,3] x[1,2,1]",
        "Div-13 x[1,2,3] x[1,1,3]",
        "Div-14 x1[2,3] x1[]",
        "Div-14 x1[3] x1[2,2,1]",
        "Div-14 x[1,2,3] x[1,2,3] of both signs",
        "Mod-13 x[1,2,3] x[1,2,1] fmod=1",
        "Mul-13 x[1,2,3] x[1,1,3]",
        "Mul-14 x1[2,3] x1[]",
        "PRelu-16 x1[1,2,3,2] x1[2,1,1]",
        "Pow-15 x[1,2,3] x[1,1,3]",
        "Sub-13 x[1,2,3] x[1,1,3]",
        "Sub-14 x1[2,3] x1[]",
    ];

    private static readonly GradientRules Rules =
        RelevanceRules.Of(GradientRules.Standard, new RelevanceSettings(LrpComposite.Epsilon) { Bias = LrpBias.Ignore }.ToComposite());

    public static TheoryData<string> Rows => GradientCases.Names(row => row.Twin is null);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Relevance_ThatArrivesAtAnOperator_GoesOnWhole(string name)
    {
        GradientCase row = GradientCases.Find(name);
        using CaseModel? model = Load(row);
        Assert.Equal(GettingNothing.Contains(name), model is null);
        if (model is null)
        {
            return;
        }

        float[] image = row.Values(model.ImageLength, row.Seed);
        float[][] scores = model.Outputs(image);
        float[] relevance = [.. model.Gradients(image, scores).SelectMany(part => part)];

        Assert.All(relevance, value => Assert.True(float.IsFinite(value)));
        if (!KeepingSome.Contains(row.Operator))
        {
            double difference = scores.Sum(part => part.Sum(value => (double)value)) - relevance.Sum(value => (double)value);
            Assert.InRange(Math.Abs(difference), 0, 1e-4 * relevance.Sum(value => (double)Math.Abs(value)));
        }
    }

    /// <summary>Null where one of the wanted inputs gets nothing by design: a gate, a divisor.</summary>
    private static CaseModel? Load(GradientCase row)
    {
        try
        {
            return new CaseModel(row, Rules);
        }
        catch (NoGradientException nothing) when (nothing.Message.Contains("no gradient arrives at", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
