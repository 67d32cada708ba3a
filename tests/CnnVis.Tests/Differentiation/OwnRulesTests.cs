using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

public class OwnRulesTests
{
    private static readonly ImageTensor Pixels = new([1, 2, 3, 4, 0, -1, 2, 5, 0.5f, 1, -1, 2], BlockedModel.Shape);

    [Fact]
    public void With_AMissingOperator_MakesTheModelDifferentiable()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 2, 2)
            .Node("Det", "determinant", ["image"], "scores")
            .Output("scores", DataType.Float, null, 3)
            .Load();
        GradientRules rules = GradientRules.Standard.With("Det", 11, DeterminantOfTwoRows);

        float[] gradient = ImageGradient.Of(model, Pixels, 1, rules);

        Assert.Equal([0, 0, 0, 0, 5, -2, 1, 0, 0, 0, 0, 0], gradient);
    }

    [Fact]
    public void With_ARuleForALaterOpset_IsNotTaken()
    {
        using CnnModel model = BlockedModel.WithOneNode().Load();
        GradientRules rules = GradientRules.Standard.With("Det", 22, DeterminantOfTwoRows);

        Assert.Throws<NoGradientException>(() => ImageGradient.Of(model, Pixels, 1, rules));
    }

    [Fact]
    public void With_AGuidedRelu_PassesOnlyWhatIsPositiveInBoth()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 2, 2)
            .Initializer("weights", [1f, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12], 12, 1)
            .Node("Relu", "relu", ["image"], "y")
            .Node("Flatten", "flatten", ["y"], "flat")
            .Node("MatMul", "score", ["flat", "weights"], "scores")
            .Output("scores", DataType.Float, null, 1)
            .Load(new() { OutputKind = OutputKind.Logits });
        GradientRules guided = GradientRules.Standard.With("Relu", 6, g => g.Where((g.Dy > 0) & (g.Y > 0), g.Dy));

        float[] plain = ImageGradient.Of(model, Pixels, 0);
        float[] gradient = ImageGradient.Of(model, Pixels, 0, guided);

        Assert.Equal([1, -2, 3, -4, 0, 0, 7, -8, 9, -10, 0, -12], plain);
        Assert.Equal([1, 0, 3, 0, 0, 0, 7, 0, 9, 0, 0, 0], gradient);
    }

    [Fact]
    public void With_ReturnsAnotherTableAndLeavesTheFirst()
    {
        GradientRules more = GradientRules.Standard.With("Det", 11, DeterminantOfTwoRows);

        Assert.Contains("Det", more.Operators);
        Assert.DoesNotContain("Det", GradientRules.Standard.Operators);
    }

    // The cofactors of ((a, b), (c, d)) are ((d, -c), (-b, a)).
    private static GraphValue DeterminantOfTwoRows(GradientScope g)
    {
        GraphValue columnsSwapped = g.Op("Gather", [g.X(0), g.List(1, 0)], ("axis", 3L));
        GraphValue swapped = g.Op("Gather", [columnsSwapped, g.List(1, 0)], ("axis", 2L));
        return swapped * g.Constant([1, -1, -1, 1], 1, 1, 2, 2) * g.Op("Unsqueeze", [g.Dy, g.List(2, 3)]);
    }
}
